"""Who waits for a class, by name: for the officers of where they live."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from training.organisations.office import ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import Verb
from training.organisations.tables import DayColumn, RegionColumn

from . import interests
from .filters import InterestFilterSet
from .models import Interest


def close_for(interest, *, by):
    return interests.close_interest(interest, by=by)


def cares_for(user, interest):
    region = interest.person.region
    reach = reach_of(user)
    return reach.answers_for(region) if region else reach.everything


CLOSE = Verb(
    slug="close",
    label=_("They no longer want it"),
    icon="cross",
    act=close_for,
    may=cares_for,
    when=lambda interest: not interest.closed_at,
    done=_("The interest is closed."),
    explain=_("The person told you so. They can say at any time that they want it again."),
)


class InterestViewSet(ScopedModelViewSet):
    model = Interest
    name = "training_interest"
    icon = "openquote"
    menu_label = _("People who wait")
    closed = frozenset({"add", "edit", "delete"})
    verbs = (CLOSE,)
    related = ("person__region__parent", "course__trade", "region__parent", "by")
    ordering = "since"
    list_display = [
        "person",
        Column("course", label=_("Course"), sort_key="course__name"),
        RegionColumn(),
        DayColumn("since", label=_("Waits since"), sort_key="since"),
        DayColumn("free_from", label=_("Has time from"), sort_key="free_from"),
        Column("channel", label=_("Said through"), accessor="get_channel_display"),
        Column("closed", label=_("Why closed"), accessor="closed_word"),
    ]
    list_export = [
        "person.name",
        "course.name",
        "region.name",
        "since",
        "free_from",
        "get_channel_display",
        "closed_at",
        "get_closed_because_display",
    ]
    export_headings = {
        "person.name": _("Full name"),
        "course.name": _("Course"),
        "region.name": _("Near"),
        "get_channel_display": _("Said through"),
        "get_closed_because_display": _("Why closed"),
    }
    filterset_class = InterestFilterSet
    search_fields = ["person__name", "course__name"]
    inspect_view_fields = [
        "person",
        "course",
        "region",
        "since",
        "free_from",
        "channel",
        "by",
        "closed_at",
        "closed_because",
    ]
