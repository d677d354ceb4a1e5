from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Trade
from training.classes.models import TrainingClass
from training.enrolment.scope import Scope
from training.organisations.models import Provider, Region
from training.organisations.reach import reach_of

from .comparison import By
from .periods import Period, days_of

INDENT = "\u3000"  # an ideographic space: browsers trim plain ones in a list


class NarrowedField(forms.ModelChoiceField):
    """Only rows of the user's own reach; any other is refused as if it did not exist."""

    default_error_messages = {
        "invalid_choice": _("This is not among the choices open to you. Please choose again.")
    }


class RegionField(NarrowedField):
    def label_from_instance(self, region):
        return INDENT * (region.path.count("/") - 2) + region.label


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class QualityForm(forms.Form):
    """Which classes, and compared by what. Turns into a `Scope`."""

    period = forms.ChoiceField(label=_("Period"), choices=Period.choices)
    starts = forms.DateField(label=_("From"), required=False, widget=DayInput())
    ends = forms.DateField(label=_("To"), required=False, widget=DayInput())
    trade = NarrowedField(
        Trade.objects.none(), label=_("Trade"), required=False, empty_label=_("All trades")
    )
    provider = NarrowedField(
        Provider.objects.none(),
        label=_("Training provider"),
        required=False,
        empty_label=_("All providers"),
    )
    region = RegionField(
        Region.objects.none(), label=_("Region"), required=False, empty_label=_("All regions")
    )
    training_class = NarrowedField(
        TrainingClass.objects.none(),
        label=_("Class"),
        required=False,
        empty_label=_("All classes"),
    )
    by = forms.ChoiceField(label=_("Compare by"), choices=By.choices)

    def __init__(self, user, data):
        data = data.copy()
        dated = data.get("starts") or data.get("ends")
        data.setdefault("period", Period.DATES if dated else Period.YEAR)
        data.setdefault("by", By.CLASS if reach_of(user).providers else By.PROVIDER)
        super().__init__(data)
        self.user = user
        classes = TrainingClass.objects.held().visible_to(user)
        keys = classes.order_by().values
        self.fields["trade"].queryset = Trade.objects.filter(pk__in=keys("course__trade"))
        self.fields["provider"].queryset = Provider.objects.filter(pk__in=keys("provider"))
        self.fields["training_class"].queryset = classes.select_related("course")
        paths = keys("venue__region__path").distinct().values_list("venue__region__path", flat=True)
        codes = {code for path in paths for code in path.split("/") if code}
        self.fields["region"].queryset = Region.objects.filter(code__in=codes).order_by("path")

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            raise ValidationError(_("The last day is before the first."), code="ends_first")
        return cleaned

    @property
    def scope(self) -> Scope:
        cleaned = self.cleaned_data
        if cleaned["training_class"]:  # one class has one period: its own
            starts = ends = None
        elif cleaned["period"] == Period.DATES:
            starts, ends = cleaned["starts"], cleaned["ends"]
        else:
            starts, ends = days_of(cleaned["period"], timezone.localdate())
        chosen = {name: cleaned[name] for name in ("trade", "provider", "region", "training_class")}
        return Scope(self.user, starts=starts, ends=ends, **chosen)
