"""Who took a seat for somebody: told wherever the seat is shown, the trainee's own page first."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from training.organisations.reach import User

from .models import Enrolment
from .states import Channel

# What a list of seats fetches along, so that no line asks again.
FETCHED = ("enrolled_by", "training_class__provider", "staff_seat__offer__line__order__employer")


SENTENCES = {
    Channel.SELF: _("Enrolled themselves on %(day)s."),
    Channel.VILLAGE_OFFICER: _("Enrolled by village officer %(name)s on %(day)s."),
    Channel.BUREAU: _("Enrolled by %(name)s of the bureau on %(day)s."),
    Channel.PROVIDER: _("Enrolled by the school %(name)s on %(day)s."),
    Channel.EMPLOYER: _("Enrolled by the employer %(name)s on %(day)s."),
}
WITHOUT_A_NAME = {
    Channel.VILLAGE_OFFICER: _("Enrolled by a village officer on %(day)s."),
    Channel.BUREAU: _("Enrolled by the bureau on %(day)s."),
    Channel.EMPLOYER: _("Enrolled by an employer on %(day)s."),
}


def who_enrolled(enrolment: Enrolment) -> str:
    """One sentence, with the name of whoever did it where there is one to tell."""
    channel, name = Channel(enrolment.channel), _name_for(enrolment)
    sentence = SENTENCES[channel] if name else WITHOUT_A_NAME.get(channel, SENTENCES[channel])
    day = date_format(timezone.localdate(enrolment.enrolled_at))
    return sentence % {"name": name, "day": day}


def _name_for(enrolment: Enrolment) -> str:
    if enrolment.channel == Channel.PROVIDER:
        return enrolment.training_class.provider.label
    if enrolment.channel == Channel.EMPLOYER:
        return _employer(enrolment)
    return name_of(enrolment.enrolled_by)


def name_of(user: User | None) -> str:
    """A user who may be named: the made-up user name of a phone login tells nobody anything."""
    if user is None:
        return ""
    return user.get_full_name() or (user.get_username() if user.has_usable_password() else "")


def _employer(enrolment: Enrolment) -> str:
    seat = getattr(enrolment, "staff_seat", None)
    return seat.offer.line.order.employer.label if seat else ""
