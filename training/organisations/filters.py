import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import (
    ActiveFilter,
    BaseFilterAdapter,
    register_filter_adapter_class,
)
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from .models import Region


class RegionChoiceField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.long_label


class RegionFilter(django_filters.ModelChoiceFilter):
    """The region and everything below it."""

    field_class = RegionChoiceField

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("queryset", Region.objects.select_related("parent"))
        kwargs.setdefault("label", _("Region"))
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        return qs.filter(**{f"{self.field_name}__path__startswith": value.path}) if value else qs


class StateFilter(django_filters.MultipleChoiceFilter):
    """Any of the ticked states."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("State"))
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, **kwargs)


class DaysFilter(django_filters.DateFromToRangeFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=DateRangePickerWidget, **kwargs)


class StandingFilter(django_filters.ChoiceFilter):
    """A word for where a row stands today, which no column holds.

    ``conditions(today)`` gives what each word means on that day.
    """

    def __init__(self, *, words, conditions, **kwargs):
        super().__init__(choices=list(words.items()), **kwargs)
        self.conditions = conditions

    def filter(self, qs, value):
        return qs.filter(self.conditions(timezone.localdate())[value]) if value else qs


class YesOrNo(BaseFilterAdapter):
    """Above the list, where Wagtail would write True or False."""

    def get_active_filters(self):
        yield ActiveFilter(
            self.bound_field.auto_id,
            self.filter.label,
            gettext("Yes") if self.value else gettext("No"),
            self.get_url_without_filter_param(self.name),
        )


register_filter_adapter_class(django_filters.BooleanFilter, adapter_class=YesOrNo)


class ScopedFilterSet(WagtailFilterSet):
    """Choices among rows are narrowed to the rows the user reaches."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in self.filters.values():
            queryset = getattr(each, "queryset", None)
            if hasattr(queryset, "to_choose_from"):
                each.queryset = queryset.to_choose_from(self.request.user)
            elif hasattr(queryset, "visible_to"):
                each.queryset = queryset.visible_to(self.request.user)


class LinkedRowFilter(django_filters.ModelChoiceFilter):
    """Set by a link from another row's page; hidden, because the choices may be thousands."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=forms.HiddenInput, **kwargs)
