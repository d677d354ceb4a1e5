"""How the public narrows the catalogue."""

from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from operator import and_

import django_filters
from django.forms import MultiWidget
from django.forms.widgets import SearchInput
from django.utils.translation import gettext_lazy as _
from django_filters.constants import EMPTY_VALUES
from wagtail import hooks
from wagtail.search.query import PlainText

from courses.models.course import Course, Level, Trade
from courses.suffixes import words_sought


@dataclass(frozen=True)
class Chip:
    """A filter in use: what it says (either part may be empty), and the query without it."""

    label: str
    value: str
    without: str


class CatalogueFilterSet(django_filters.FilterSet):
    """Narrows the *courses* that have a page in one catalogue.

    Others add filters with the hook ``register_catalogue_filters``. Each callable takes nothing and
    returns ``{name: django_filters.Filter}``; its ``method`` is a callable ``(queryset, name,
    value)`` that narrows a queryset of ``Course``. ``False`` counts as "not asked".
    """

    q = django_filters.CharFilter(
        label=_("What would you like to learn?"), method="search", widget=SearchInput
    )
    trade = django_filters.ModelChoiceFilter(
        label=_("Trade"), to_field_name="slug", empty_label=_("All trades")
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"),
        choices=sorted(Level.choices, reverse=True),
        null_label=_("Specialised capability"),
        null_value="none",
        empty_label=_("All levels"),
    )
    ALWAYS_SHOWN = ("q", "trade")

    def __init__(self, data, *, pages, request=None):
        in_catalogue = Course.objects.filter(pk__in=pages.values("course"))
        super().__init__(data, in_catalogue, request=request)
        self.pages = pages
        self.filters["trade"].queryset = Trade.objects.filter(courses__in=in_catalogue).distinct()
        for register in hooks.get_hooks("register_catalogue_filters"):
            for name, added in deepcopy(register()).items():
                added.field_name = added.field_name or name
                added.model, added.parent = Course, self
                self.filters[name] = added

    def search(self, queryset, name, value):
        words = [PlainText(word) for word in words_sought(value)]
        if not words:
            return queryset.none()
        # One prefix query a word: in a query of several words only the last would be a prefix.
        found = self.pages.autocomplete(reduce(and_, words), order_by_relevance=False)
        return queryset.filter(pk__in=[page.course_id for page in found])

    @property
    def first_fields(self):
        return [self.form[name] for name in self.ALWAYS_SHOWN]

    @property
    def more_fields(self):
        return [field for field in self.form if field.name not in self.ALWAYS_SHOWN]

    @property
    def narrowed(self):
        """Is one of the folded filters in use (or wrongly filled)?"""
        folded = {field.name for field in self.more_fields}
        return any(name in folded for name in [*self.in_use, *self.errors])

    @property
    def in_use(self):
        self.errors  # noqa: B018  asks the form to clean itself
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in EMPTY_VALUES and value is not False
        }

    @property
    def chips(self):
        return [
            Chip(self._label(name), self._shown(name, value), self._without(name))
            for name, value in self.in_use.items()
        ]

    def _label(self, name):
        """A word or a choice speaks for itself; a number or a tick needs its question."""
        chosen = name == "q" or hasattr(self.form.fields[name], "choices")
        return "" if chosen and self.in_use[name] is not True else self.filters[name].label

    def _shown(self, name, value):
        if value is True:
            return ""
        choices = getattr(self.form.fields[name], "choices", ())
        return next((label for key, label in choices if str(key) == str(value)), str(value))

    def _without(self, name):
        rest = self.data.copy()
        several = isinstance(self.form.fields[name].widget, MultiWidget)
        for key in self.data:
            if key in (name, "page") or (several and key.startswith(f"{name}_")):
                del rest[key]
        return rest.urlencode()
