from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from training.organisations.forms import narrow_choices
from training.organisations.models import Region
from training.people.headings import COLUMNS
from training.people.states import StandingList, Tag

from .comparing import EVERYBODY
from .states import Decision, DifferenceKind

NOT_THERE = ""


def about_choices():
    """Who a list may be about: everybody of a place, one of the five lists, or a tag."""
    return [
        (EVERYBODY, gettext("Everybody who lives there")),
        (
            gettext("The five lists"),
            [(f"list:{value}", label) for value, label in StandingList.choices],
        ),
        (gettext("Tags"), [(f"tag:{value}", label) for value, label in Tag.choices]),
    ]


def about_label(about):
    for value, label in about_choices():
        if value == about:
            return label
        if isinstance(label, list) and about in dict(label):
            return dict(label)[about]
    return about


class BringForm(forms.Form):
    """A table of people from somebody's desk. It is kept sealed until it has been read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel, or CSV in UTF-8 or GB 18030. The order of the columns does not matter; titles "
            "above and totals below may stay. Nothing is written before you have seen what would "
            "happen."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.xlsm,.ods"}),
    )

    def __init__(self, *args, for_user, **kwargs):
        super().__init__(*args, **kwargs)
        narrow_choices(self.fields, for_user)


class CompareForm(BringForm):
    """Another office's list, to be held against the register."""

    office = forms.CharField(
        label=_("Whose list"),
        max_length=100,
        help_text=_("Write it the same way every week: so this list is held against the last one."),
    )
    about = forms.ChoiceField(label=_("Who is on it"), choices=about_choices)
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label=_("Place"),
        help_text=_("People who live there, or in any place below, are compared."),
    )
    as_of = forms.DateField(
        label=_("List of the day"), initial=timezone.localdate, widget=AdminDateInput
    )

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come."))
        return day


class ColumnsForm(forms.Form):
    """Which column holds what. Headings we know are filled in; whoever brought it confirms."""

    # Not "region", which is a column.
    home = forms.ModelChoiceField(
        Region.objects.all(),
        label=_("Where rows without a place live"),
        required=False,
        help_text=_("Where people live whose row names no place. Other places must lie within it."),
    )
    agreed_on_paper = forms.BooleanField(
        label=_("These people agreed, on paper that this office keeps"),
        required=False,
        help_text=_(
            "Only then are cause of hardship, disability and bank account read. Otherwise these "
            "columns are left out."
        ),
    )

    def __init__(self, *args, register_file, for_user, samples, **kwargs):
        super().__init__(*args, **kwargs)
        narrow_choices(self.fields, for_user)
        self.compares = hasattr(register_file, "comparison")
        if self.compares:
            del self.fields["home"]
        headings = list(enumerate(register_file.headings))
        choices = [(NOT_THERE, _("– not in this file –"))]
        choices += [(str(place), heading or f"{place + 1}") for place, heading in headings]
        for column in COLUMNS:
            place = register_file.columns.get(column.field)
            self.fields[column.field] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=False,
                initial=NOT_THERE if place is None else str(place),
                help_text=samples.get(place, ""),
            )
        self.order_fields([*(column.field for column in COLUMNS), "agreed_on_paper", "home"])

    @property
    def columns_asked(self):
        return [self[column.field] for column in COLUMNS]

    @property
    def asked_besides(self):
        named = {column.field for column in COLUMNS}
        return [field for field in self.visible_fields() if field.name not in named]

    def columns(self):
        chosen = {column.field: self.cleaned_data[column.field] for column in COLUMNS}
        return {field: int(place) for field, place in chosen.items() if place != NOT_THERE}

    def clean(self):
        cleaned = super().clean()
        first = {}
        for column in COLUMNS:
            place = cleaned.get(column.field, NOT_THERE)
            if place != NOT_THERE and place in first:
                self.add_error(
                    column.field,
                    gettext("“%(column)s” is read from this column already.")
                    % {"column": first[place]},
                )
            first.setdefault(place, column.label)
        for field in ("name", "id_number"):
            if not cleaned.get(field):
                self.add_error(field, gettext("Please choose the column that holds it."))
        return cleaned


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("How you know, or whom to ask. It is kept with the decision."),
    )


class DecideAllForm(NoteForm):
    """One decision for all open differences of a kind."""

    kind = forms.ChoiceField(label=_("Differences"), choices=DifferenceKind.choices)
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[choice for choice in Decision.choices if choice[0] != Decision.OPEN],
    )
    field_order = ("kind", "decision", "note")
