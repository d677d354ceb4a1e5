"""Everything kept about a person, in groups: one reason and one time for each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.assessment.states import Moment
from training.attendance.states import ATTENDED
from training.enrolment.models import Enrolment
from training.enrolment.states import EnrolmentState
from training.entitlements.models import Entitlement
from training.people.models import Person
from training.people.states import Purpose
from training.policy.numbers import plain

from .keeping import archive_rule
from .rules import sentences


@dataclass(frozen=True)
class Fact:
    label: str
    values: list[str]


@dataclass(frozen=True)
class Group:
    """Facts kept for one reason, for one time."""

    slug: str
    title: str
    why: str
    kept: str
    facts: list[Fact] = field(default_factory=list)


def groups_of(person: Person, *, whole: bool = False) -> list[Group]:
    """Everything kept; ``whole`` also tells every lesson, for what is taken away."""
    found = [
        _identity(person),
        _contact(person),
        _household(person),
        _work(person),
        _hardship(person),
        _bank(person),
        _classes(person, whole),
        _vouchers(person),
        _care(person),
    ]
    return [group for group in found if group.facts]


def _identity(person: Person) -> Group:
    return Group(
        "identity",
        _("Who you are"),
        _("So that the seat, the certificate and the allowance go to the right person."),
        _in_register(),
        _facts(
            (_("Full name"), person.name),
            (_("Identity number"), person.masked_id_number),
            (_("Sex"), person.get_sex_display()),
            (_("Date of birth"), person.birth_date),
            (_("Ethnicity"), person.get_ethnicity_display()),
            (_("Schooling"), person.get_schooling_display()),
            (_("In the register since"), person.registered_at),
            (_("Agreed to the use of the data"), person.consented_at),
        ),
    )


def _contact(person: Person) -> Group:
    phones = [
        _line(row.number, row.get_relation_display(), row.holder) for row in person.phones.all()
    ]
    return Group(
        "contact",
        _("Where you live and how to reach you"),
        _("So that we can tell you of classes and work near you."),
        _in_register(),
        _facts(
            (_("Mobile phone"), person.phone),
            (_("Other telephones"), phones),
            (_("Lives in"), person.region and person.region.label),
            (_("Home address"), person.address),
            (_("Mailing address"), person.mailing_address),
            (_("Postcode"), person.postcode),
            (_("E-mail"), person.email),
        ),
    )


def _household(person: Person) -> Group:
    tags = [_span(row.get_tag_display(), row.since, row.until) for row in person.taggings.all()]
    lists = [
        _span(row.get_list_display(), row.since, row.until) for row in person.list_places.all()
    ]
    return Group(
        "household",
        _("Your household and what you are entitled to"),
        _("Which help and which class is free for you depends on it."),
        _in_register(),
        _facts(
            (_("Kind of household"), person.get_household_kind_display()),
            (
                _("Household registered in"),
                person.household_region and person.household_region.label,
            ),
            (_("Main category"), person.get_category_display()),
            (_("Tags"), tags),
            (_("Place on the five lists"), lists),
        ),
    )


def _work(person: Person) -> Group:
    wish = person.training_wish and person.training_wish.label
    needs = [
        _line(
            written_day(row.on),
            row.get_willingness_display(),
            row.trade and row.trade.label,
            row.get_place_display(),
            row.get_time_display(),
            row.note,
        )
        for row in person.needs.all()
    ]
    waits = [
        _line(written_day(row.since), row.course.label, row.region.label, row.closed_word)
        for row in person.interests.all()
    ]
    return Group(
        "work",
        _("Your work and your wishes"),
        _("So that classes are held in what people here want to learn."),
        _in_register(),
        _facts(
            (_("Lives by"), person.get_work_state_display()),
            (_("Wish for work"), person.get_job_wish_display()),
            (_("Wish for training"), wish),
            (_("Employment certificate number"), person.registration_number),
            (_("What you said you need"), needs),
            (_("What you said you want to learn, and wait for"), waits),
        ),
    )


def _hardship(person: Person) -> Group:
    return Group(
        "hardship",
        str(Purpose.HARDSHIP.label),
        _("Only because you agreed, so that help meant for your household reaches it."),
        _("Until you take the consent back."),
        _facts(
            (_("Cause of hardship"), person.get_hardship_cause_display()),
            (_("Disability"), person.disability),
        )
        if person.hardship_consent_at
        else [],
    )


def _bank(person: Person) -> Group:
    return Group(
        "bank",
        str(Purpose.BANK.label),
        _("Only because you agreed, so that allowances are paid to you."),
        _("Until you take the consent back."),
        _facts(
            (_("Bank"), person.bank_name),
            (_("Holder of the account"), person.bank_holder),
            (_("Bank account"), person.masked_bank_account if person.bank_account else ""),
        )
        if person.bank_consent_at
        else [],
    )


def _classes(person: Person, whole: bool) -> Group:  # noqa: FBT001
    rows = sorted(
        person.enrolments.all(), key=lambda row: row.training_class.starts_on, reverse=True
    )
    return Group(
        "classes",
        _("Your classes, tests and certificates"),
        _("They prove what you learned and what was paid for it."),
        _by_law(person),
        [
            *(
                Fact(row.training_class.course.label, list(_class_lines(row, whole)))
                for row in rows
            ),
            *_facts((_("What you said against a refusal"), list(_appeals(person)))),
        ],
    )


def _appeals(person: Person) -> Iterator[str]:
    for row in person.appeals.all():
        course = row.training_class.course.label
        yield _line(
            written_day(row.made_at), course, row.words, row.get_state_display(), row.answer
        )


def _vouchers(person: Person) -> Group:
    return Group(
        "vouchers",
        _("Your training vouchers"),
        _("They prove which class was paid for you."),
        _by_law(person),
        [Fact(row.issue.label, list(_voucher_lines(row))) for row in person.entitlements.all()],
    )


def _voucher_lines(voucher: Entitlement) -> Iterator[str]:
    yield _line(voucher.number, voucher.told)
    yield _("Claimed on %(day)s, by: %(who)s") % {
        "day": written_day(voucher.claimed_at),
        "who": voucher.get_channel_display(),
    }
    if voucher.enrolment:
        yield _("For the class: %(class)s") % {"class": voucher.enrolment.training_class}
    if voucher.reason:
        yield _("Reason: %(reason)s") % {"reason": voucher.reason}


def _class_lines(enrolment: Enrolment, whole: bool) -> Iterator[str]:  # noqa: FBT001
    training_class = enrolment.training_class
    yield _("%(first)s to %(last)s, %(school)s") % {
        "first": written_day(training_class.starts_on),
        "last": written_day(training_class.ends_on),
        "school": training_class.provider.label,
    }
    yield _state(enrolment)
    if enrolment.left_because:
        yield _("Why you left: %(reason)s") % {"reason": enrolment.left_because}
    yield from _marks(enrolment, whole)
    yield from _results(enrolment)
    yield from _ending(enrolment)
    for row in enrolment.outcomes.all():
        told = ngettext(
            "%(months)d month later: %(work)s", "%(months)d months later: %(work)s", row.months
        )
        yield told % {
            "months": row.months,
            "work": _line(row.get_work_display(), _wage(row.monthly_wage)),
        }


def _state(enrolment: Enrolment) -> str:
    """Nobody is still “enrolled” in a class that is over."""
    if enrolment.state == EnrolmentState.ENROLLED and enrolment.training_class.is_over:
        return _("Took part")
    return enrolment.get_state_display()


def _wage(wage: int | None) -> str:
    return "" if wage is None else _("%(wage)d yuan a month") % {"wage": wage}


def _marks(enrolment: Enrolment, whole: bool) -> Iterator[str]:  # noqa: FBT001
    marks = sorted(enrolment.marks.all(), key=lambda mark: mark.lesson.starts_at)
    if not marks:
        return
    there = [mark for mark in marks if mark.status in ATTENDED and not mark.lesson.cancelled]
    hours = sum((mark.lesson.class_hours for mark in there), Decimal(0))
    yield _("Class hours attended: %(hours)s") % {"hours": plain(hours)}
    if whole:
        for mark in marks:
            moment = timezone.localtime(mark.lesson.starts_at)
            yield _line(f"{moment:%Y-%m-%d %H:%M}", mark.get_status_display())


def _results(enrolment: Enrolment) -> Iterator[str]:
    theory, practice = _("theory %(score)s of 100"), _("practice %(score)s of 100")
    order = list(Moment.values)
    for row in sorted(enrolment.results.all(), key=lambda row: order.index(row.moment)):
        scores = [(theory, row.theory), (practice, row.practice)]
        told = [text % {"score": plain(score)} for text, score in scores if score is not None]
        yield _line(_("Test"), row.get_moment_display(), *told)


def _ending(enrolment: Enrolment) -> Iterator[str]:
    try:
        completion = enrolment.completion
    except ObjectDoesNotExist:
        return
    if completion.certificate:
        yield _("Certificate %(number)s") % {"number": completion.certificate.number}
    elif not completion.completed:
        yield from sentences(completion.shortfalls)


def _care(person: Person) -> Group:
    services = [
        _line(
            written_day(row.on),
            row.get_kind_display(),
            row.employer and row.employer.label,
            row.note,
        )
        for row in person.services.all()
    ]
    attempts = [
        _line(written_day(row.at), row.get_channel_display(), row.get_outcome_display(), row.note)
        for row in person.attempts.all()
    ]
    messages = [
        _line(written_day(row.due_at), row.get_kind_display(), row.shown_text)
        for row in person.notices.all()
    ]
    officer = person.officer and (person.officer.get_full_name() or person.officer.get_username())
    return Group(
        "care",
        _("What the bureau does for you"),
        _("So that whoever takes over knows what was done and what comes next."),
        _by_law(person),
        _facts(
            (_("Your officer"), officer),
            *_case(person),
            (_("Services given"), services),
            (_("When we tried to reach you"), attempts),
            (_("Messages to you"), messages),
        ),
    )


def _case(person: Person) -> Iterator[tuple[str, Any]]:
    try:
        case = person.case
    except ObjectDoesNotExist:
        return
    yield (
        _("Stages"),
        [_line(written_day(row.on), row.get_stage_display()) for row in case.stages.all()],
    )
    yield _("Next step"), _line(case.next_step, written_day(case.next_on))


# How long


def _in_register() -> str:
    return _("As long as you are in the register. You may ask us to erase it at any time.")


def _by_law(person: Person) -> str:
    try:
        rule = archive_rule(person)
    except ValidationError:
        return _("As long as the rules on training records say.")
    return _(
        "%(years)s years after the last class or service, by the rules on training records."
    ) % {"years": plain(rule.value)}


# Words


def _facts(*pairs: tuple[str, Any]) -> list[Fact]:
    """What is empty is not kept, so it is not told."""
    return [Fact(label, _values(value)) for label, value in pairs if value]


def _values(value: Any) -> list[str]:
    if isinstance(value, list):
        return value
    return [written_day(value) if isinstance(value, date) else str(value)]


def written_day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return date_format(value, "DATE_FORMAT")


def _line(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _span(what: str, since: date, until: date | None) -> str:
    if until is None:
        return _("%(what)s, since %(since)s") % {"what": what, "since": written_day(since)}
    return _("%(what)s, from %(since)s to %(until)s") % {
        "what": what,
        "since": written_day(since),
        "until": written_day(until),
    }
