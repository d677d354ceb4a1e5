from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .states import Stage


class DayToCome(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This day has not come yet. Record what was done; plan the rest as the next step."),
            code="day_to_come",
        )


class DayHasPassed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This day has passed. Please choose today or a later day."), code="past")


class StepWithoutWords(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Please write what is to be done by that day."), code="no_words")


class NoReferralConsent(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The person has not agreed that a firm gets their name and telephone. "
                "Please ask them first; then record the consent."
            ),
            code="no_referral_consent",
        )


class NotAnIntroduction(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Only a job introduction names a firm."), code="not_an_introduction")


class NumberNeeded(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("Only a number can be empty, wrong or out of service. Please choose which one."),
            code="number_needed",
        )


class OfficerElsewhere(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This officer does not answer for the place where the person lives."),
            code="officer_elsewhere",
        )


class CaseClosed(ValidationError):
    def __init__(self, closed_on: date) -> None:
        super().__init__(
            _("This case was closed on %(day)s. Please open it again first."),
            code="case_closed",
            params={"day": date_format(closed_on, "SHORT_DATE_FORMAT")},
        )


class NoCase(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("There is no case of this person yet."), code="no_case")


class BeforeTheLastStage(ValidationError):
    def __init__(self, stage: str, on: date) -> None:
        super().__init__(
            _("“%(stage)s” was reached on %(day)s; the next stage cannot have come before."),
            code="before_the_last_stage",
            params={
                "stage": Stage(stage).label,
                "day": date_format(on, "SHORT_DATE_FORMAT"),
            },
        )


class ClosesBeforeItOpens(ValidationError):
    def __init__(self, opened_on: date) -> None:
        super().__init__(
            _("The case was opened on %(day)s; it cannot have been closed before."),
            code="closes_before_it_opens",
            params={"day": date_format(opened_on, "SHORT_DATE_FORMAT")},
        )
