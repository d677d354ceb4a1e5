from django.db import transaction
from wagtail.log_actions import log

from training.enrolment.models import Enrolment
from training.organisations.reach import User

from .errors import AlreadyAnswered
from .models import Comment, Invitation, Question, Tally


@transaction.atomic
def invite(enrolment: Enrolment) -> Invitation:
    """Give the right to answer once. Inviting twice gives it once."""
    return Invitation.objects.get_or_create(enrolment=enrolment)[0]


@transaction.atomic
def answer(invitation: Invitation, values: dict[Question, int], *, comment: str = "") -> None:
    """Spend the invitation and count the answers. ``values``: question → 1…5, some may be missing.

    Nothing is logged and nothing returned: a trace would join the person to the answer.
    Raises ``AlreadyAnswered`` when the invitation is spent, also by a second tap arriving late.
    """
    training_class = invitation.enrolment.training_class
    if not Invitation.objects.filter(pk=invitation.pk, spent=False).update(spent=True):
        raise AlreadyAnswered
    for question, value in values.items():
        tally, _ = Tally.objects.get_or_create(
            training_class=training_class, question=question, value=value
        )
        tally.add_one()
    if comment.strip():
        Comment.objects.create(training_class=training_class, text=comment.strip()[:1000])


def release_comment(comment: Comment, *, by: User | None) -> Comment:
    """Let the provider read the comment; the bureau has read it and found nobody exposed."""
    return _show(comment, released=True, by=by, verb="training.release_comment")


def withhold_comment(comment: Comment, *, by: User | None) -> Comment:
    return _show(comment, released=False, by=by, verb="training.withhold_comment")


@transaction.atomic
def _show(comment: Comment, *, released: bool, by: User | None, verb: str) -> Comment:
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.released != released:
        comment.released = released
        comment.save(update_fields=["released"])
        log(comment, verb, user=by)
    return comment
