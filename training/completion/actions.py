from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.log_actions import LogContext, log

from certificates.actions import issue
from certificates.models import Certificate, CertificateKind
from training.enrolment.models import Enrolment
from training.organisations.reach import User
from training.policy.numbers import plain
from training.policy.queries import Rulebook

from .models import Completion
from .rules import shortfalls_of

KIND = "completion"  # slug of the kind of certificate a completed class gives


@transaction.atomic
def conclude(enrolment: Enrolment, *, by: User | None, book: Rulebook | None = None) -> Completion:
    """Find out whether the trainee completed; if so, have the certificate issued.

    Concluding again re-reads the facts: someone who lacked a paper may complete later, but what
    was once attested stays so.
    """
    earlier = Completion.objects.select_for_update().filter(enrolment=enrolment).first()
    if earlier and earlier.completed:
        return earlier
    shortfalls = shortfalls_of(enrolment, book)
    if earlier and earlier.shortfalls == shortfalls:
        return earlier
    completion, _ = Completion.objects.update_or_create(
        enrolment=enrolment,
        defaults={
            "completed": not shortfalls,
            "shortfalls": shortfalls,
            "certificate": None if shortfalls else _certify(enrolment, by),
            "concluded_at": timezone.now(),
            "concluded_by": by,
        },
    )
    with LogContext(user=by):
        log(completion, "training.conclude", data={"shortfalls": shortfalls})
    return completion


def _certify(enrolment: Enrolment, by: User | None) -> Certificate:
    person, training_class = enrolment.person, enrolment.training_class
    course, provider = training_class.course, training_class.provider
    with translation.override("zh-hans"):  # the paper is Chinese whatever the clerk reads
        level, result = course.level_label if course.level else "", gettext("Pass")
    return issue(
        CertificateKind.objects.get(slug=KIND),
        {
            "course": course.name,
            "course_en": course.name_en,
            "level": str(level),
            "result": result,
            "class_number": training_class.number,
            "hours": plain(course.class_hours),
            "starts_on": training_class.starts_on,
            "ends_on": training_class.ends_on,
        },
        subject_key=f"enrolment:{enrolment.pk}",
        holder_name=person.name,
        holder_masked_id=person.masked_id_number,
        issuer=provider.name,
        issuer_key=f"provider:{provider.pk}",
        region_code=training_class.region.code[:6],
        issued_on=timezone.localdate(),
        by=by,
    )
