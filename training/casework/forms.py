"""What an officer tells about one person, on the phone in the village or at the desk."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Trade
from training.organisations.forms import narrow_choices
from training.organisations.models import Employer

from .models import Service
from .queries import next_best_number, numbers_of, officers_for
from .states import (
    Channel,
    ContactOutcome,
    ServiceKind,
    Stage,
    TrainingPlace,
    TrainingTime,
    Willingness,
)

NOT_SAID = [("", _("Not said"))]
# A verb refuses with a code; here stands beside which question its sentence is read.
BESIDE = {
    "day_to_come": ("on", "at"),
    "past": ("next_on",),
    "no_words": ("next_step",),
    "no_referral_consent": ("employer",),
    "not_an_introduction": ("employer",),
    "number_needed": ("outcome",),
    "before_the_last_stage": ("on",),
    "closes_before_it_opens": ("on",),
    "officer_elsewhere": ("officer",),
    "reason_needed": ("reason",),
}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


def today_field(label, **kwargs):
    return forms.DateField(label=label, initial=timezone.localdate, widget=DayInput(), **kwargs)


class AboutPersonForm(forms.Form):
    """A form whose clean values are what a verb about ``person`` takes."""

    def __init__(self, *args, person, for_user, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.for_user = for_user

    def refuse(self, refusal: ValidationError):
        """Put the sentence of a verb that refused beside the question it is about."""
        beside = BESIDE.get(refusal.code, ())
        field = next((name for name in beside if name in self.fields), None)
        self.add_error(field, ValidationError(refusal.messages))


class NeedForm(AboutPersonForm):
    willingness = forms.ChoiceField(
        label=_("Do they want to be trained?"),
        choices=Willingness.choices,
        widget=forms.RadioSelect,
    )
    trade = forms.ModelChoiceField(
        Trade.objects.all(), label=_("What do they want to learn?"), required=False
    )
    place = forms.ChoiceField(
        label=_("Where?"), choices=[*NOT_SAID, *TrainingPlace.choices], required=False
    )
    time = forms.ChoiceField(
        label=_("When do they have time?"),
        choices=[*NOT_SAID, *TrainingTime.choices],
        required=False,
    )
    note = forms.CharField(label=_("In their words"), max_length=200, required=False)
    on = today_field(_("Asked on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trade"].empty_label = gettext("Not said")
        self.fields["trade"].label_from_instance = lambda trade: trade.label


class ServiceForm(AboutPersonForm):
    """What was done. Which firm an introduction goes to is named at the desk."""

    kind = forms.ChoiceField(
        label=_("What did you do for them?"), choices=ServiceKind.choices, widget=forms.RadioSelect
    )
    on = today_field(_("On which day?"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class IntroductionForm(ServiceForm):
    employer = forms.ModelChoiceField(
        Employer.objects.active(),
        label=_("Introduced to"),
        required=False,
        empty_label=_("No firm"),
        help_text=_(
            "For a job introduction. The firm sees name and telephone, so the person must have "
            "agreed to that."
        ),
    )
    field_order = ["kind", "on", "employer", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        narrow_choices(self.fields, self.for_user)


class ContactForm(AboutPersonForm):
    channel = forms.ChoiceField(
        label=_("How did you try?"),
        choices=Channel.choices,
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    number = forms.ChoiceField(
        label=_("Which number?"),
        widget=forms.RadioSelect,
        help_text=_("For a visit it does not matter."),
        error_messages={"required": _("Please choose the number.")},
    )
    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=ContactOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        numbers = numbers_of(self.person)
        if not numbers:
            del self.fields["number"]
            self.fields["channel"].initial = Channel.VISIT
            return
        self.fields["number"].required = self.data.get("channel") != Channel.VISIT
        self.fields["number"].choices = [(row.number, self._told(row)) for row in numbers]
        self.fields["number"].initial = next_best_number(self.person)

    @staticmethod
    def _told(row):
        parts = [row.number, row.whose, row.holder, row.last]
        return " · ".join(part for part in parts if part)


class ContactAtForm(ContactForm):
    """At the desk calls may be entered later than they were made."""

    at = forms.DateTimeField(label=_("When"), initial=timezone.localtime, widget=MomentInput())
    field_order = ["at", "channel", "number", "outcome", "note"]


class StepForm(AboutPersonForm):
    next_step = forms.CharField(
        label=_("What comes next?"),
        max_length=200,
        required=False,
        help_text=_("Leave both empty when it is done and nothing more is planned."),
    )
    next_on = forms.DateField(label=_("By which day?"), required=False, widget=DayInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if case := getattr(self.person, "case", None):
            self.initial = {"next_step": case.next_step, "next_on": case.next_on}


class StageForm(AboutPersonForm):
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    on = today_field(_("Reached on"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Only when the case goes back to an earlier stage."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case = getattr(self.person, "case", None)
        later = [stage for stage in Stage.values if not case or stage > case.stage]
        self.initial["stage"] = later[0] if later else case.stage


class OfficerForm(AboutPersonForm):
    officer = forms.ModelChoiceField(
        None,
        label=_("Named officer"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_(
            "Those who act for a bureau or village that answers for where the person lives."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        field.queryset = officers_for(self.person.region)
        field.label_from_instance = lambda user: user.get_full_name() or user.get_username()
        self.initial["officer"] = self.person.officer_id


class StrikeForm(AboutPersonForm):
    service = forms.ModelChoiceField(Service.objects.none(), label=_("Which entry?"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Please give the reason; it will be read.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(person=self.person).select_related("person")
        self.fields["service"].queryset = services
        self.fields["service"].label_from_instance = lambda row: (
            f"{row.on.isoformat()} · {row.get_kind_display()}"
        )


class CloseForm(AboutPersonForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Please give the reason; it will be read.")},
    )
    on = today_field(_("Closed on"))


class ReopenForm(CloseForm):
    on = None
