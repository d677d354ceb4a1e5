"""Filters of the catalogue that ask for classes. They must hold for one and the same class, so
each of them narrows by what all of them say: a free seat elsewhere is no free seat here."""

from datetime import timedelta

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.constants import EMPTY_VALUES

from .queries import open_classes, places_with_open_classes

WEEKS = {"2w": 14, "1m": 31, "3m": 92}


def classes_wanted(place=None, begins="", free=False):  # noqa: FBT002  (a form's values)
    today = timezone.localdate()
    classes = open_classes(today).order_by()
    if place:
        classes = classes.filter(venue__region__path__startswith=place.path)
    if begins:
        classes = classes.filter(starts_on__lte=today + timedelta(days=WEEKS[begins]))
    if free:
        classes = classes.filter(free__gt=0)
    return classes


class ByClass:
    def filter(self, queryset, value):
        if value in EMPTY_VALUES or value is False:
            return queryset
        asked = self.parent.form.cleaned_data
        wanted = classes_wanted(**{name: asked.get(name) for name in ("place", "begins", "free")})
        return queryset.filter(pk__in=wanted.values("course"))


class PlaceField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, region):
        return f"　{region.label}" if region.level == "township" else region.label


class PlaceFilter(ByClass, django_filters.ModelChoiceFilter):
    field_class = PlaceField


class BeginsFilter(ByClass, django_filters.ChoiceFilter):
    pass


class FreeSeatsFilter(ByClass, django_filters.BooleanFilter):
    pass


def catalogue_filters():
    return {
        "place": PlaceFilter(
            label=_("Place"),
            queryset=lambda request: places_with_open_classes(timezone.localdate()),
            empty_label=_("Everywhere"),
        ),
        "begins": BeginsFilter(
            label=_("Begins"),
            choices=[
                ("2w", _("Within two weeks")),
                ("1m", _("Within a month")),
                ("3m", _("Within three months")),
            ],
            empty_label=_("At any time"),
        ),
        "free": FreeSeatsFilter(
            label=_("Only classes with free seats"), widget=forms.CheckboxInput
        ),
    }
