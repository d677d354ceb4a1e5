from copy import copy

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, Table


class StateColumn(Column):
    """Where a row stands; ``waiting`` states stand out because somebody must act."""

    cell_template_name = "training/admin/state_cell.html"

    def __init__(self, waiting=(), **kwargs):
        super().__init__(
            "state", label=_("State"), accessor="get_state_display", sort_key="state", **kwargs
        )
        self.waiting = waiting

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"waits": instance.state in self.waiting}


class DayColumn(Column):
    """A date, short and on one line: year, month, day, which no reader can mistake."""

    def __init__(self, name, **kwargs):
        super().__init__(name, classname="t-nowrap", **kwargs)

    def get_value(self, instance):
        day = super().get_value(instance)
        return day.isoformat() if day else day


class PlainTable(Table):
    """A table inside a page: short, so not sorted by its headers."""

    def __init__(self, columns, rows):
        super().__init__([self._unsorted(column) for column in columns], rows)

    @staticmethod
    def _unsorted(column):
        column = copy(column)
        column.sort_key = None
        column.header = Column.Header(column)
        return column


class RegionColumn(Column):
    def __init__(self, accessor="region", **kwargs):
        path = accessor.replace(".", "__")
        super().__init__(
            "region", label=_("Region"), accessor=accessor, sort_key=f"{path}__code", **kwargs
        )
