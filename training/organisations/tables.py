from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn


class StateColumn(StatusTagColumn):
    """Where a row stands; ``waiting`` states stand out because somebody must act."""

    def __init__(self, waiting=(), **kwargs):
        super().__init__(
            "get_state_display",
            label=_("State"),
            sort_key="state",
            primary=lambda row: row.state in waiting,
            **kwargs,
        )


class RegionColumn(Column):
    def __init__(self, accessor="region", **kwargs):
        super().__init__(
            "region", label=_("Region"), accessor=accessor, sort_key=f"{accessor}__code", **kwargs
        )
