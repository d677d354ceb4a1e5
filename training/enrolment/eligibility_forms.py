from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.people.forms import IdNumberField, NameField
from training.people.models import Person
from training.people.states import Sex

from .eligibility import Sketch
from .forms import FamilyForm

OLDEST, YOUNGEST = 100, 10  # what somebody may type by mistake; what is allowed the rules say


class MayIForm(forms.Form):
    """Three questions before anybody gives a name. Nothing of it is kept."""

    year = forms.IntegerField(
        label=_("In which year were you born?"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Please write the year with four digits, such as 1985.")},
    )
    month = forms.TypedChoiceField(
        label=_("In which month?"), choices=[("", ""), *MONTHS.items()], coerce=int
    )
    sex = forms.ChoiceField(
        label=_("Are you a man or a woman?"),
        choices=[(Sex.FEMALE, _("Woman")), (Sex.MALE, _("Man"))],
        widget=forms.RadioSelect,
        help_text=_("The rules have an age for each."),
    )
    group = forms.ChoiceField(
        label=_("Do you belong to one of these groups?"),
        required=False,
        help_text=_("For some groups there is a rule of its own, or a paper to bring."),
    )

    def __init__(self, data, groups):
        super().__init__(data)
        if groups:
            self.fields["group"].choices = [("", _("None of these")), *groups.items()]
        else:
            del self.fields["group"]

    def clean_year(self):
        year = self.cleaned_data["year"]
        now = timezone.localdate().year
        if not now - OLDEST <= year <= now - YOUNGEST:
            raise ValidationError(gettext("Please write the year with four digits, such as 1985."))
        return year

    def sketch(self):
        return Sketch(**self.cleaned_data)


class WordsField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self):
        super().__init__(
            label=_("Why do you think it is wrong?"),
            help_text=_("For example: I have never taken this course. The bureau reads it."),
            max_length=1000,
            error_messages={"required": _("Please write why you think it is wrong.")},
        )


class AppealForm(forms.Form):
    """For one of the people on this phone whom the rules refuse."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("For whom?"), empty_label=None)
    words = WordsField()

    def __init__(self, data, people):
        super().__init__(data, initial={"person": people[0]} if len(people) == 1 else None)
        self.people = people
        self.fields["person"].queryset = Person.objects.filter(pk__in=[row.pk for row in people])


class NewcomerAppealForm(FamilyForm):
    """A refusal keeps nothing, so whoever is not registered yet says once more who they are."""

    words = WordsField()
    field_order = ["words", "name", "id_number", "consent"]


class AppealForForm(forms.Form):
    """A village officer, for somebody of their place."""

    name = NameField(label=_("Full name"))
    id_number = IdNumberField(label=_("ID number"))
    words = WordsField()

    def __init__(self, data, people, initial=None):
        super().__init__(data, initial=initial)
        self.people = people

    def clean(self):
        given = super().clean()
        if not self.errors:
            found = self.people.with_id_number(given["id_number"]).filter(name=given["name"])
            self.person = found.first()
            if self.person is None:
                self.add_error(
                    "id_number",
                    gettext("Nobody of this name and number is registered in your place."),
                )
        return given
