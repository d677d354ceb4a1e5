"""The class in the back office, and the two menus that gather every room's lists."""

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.classes import actions
from training.classes.models import TrainingClass
from training.classes.states import MOVES, ClassState
from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import Verb

from .change_views import AskChangeView
from .class_views import (
    ClassAddView,
    ClassEditView,
    ClassIndexView,
    ClassInspectView,
    OfferView,
    PickUpsView,
)
from .filters import ClassFilterSet
from .forms import ClassForm
from .message_views import MessageClassView
from .roster_views import RosterCheckView, RosterRefusedView, RosterView
from .seat_views import SEAT_DOORS
from .tables import CLASS_COLUMNS, responsible, seats, tests
from .timetable_views import LayOutView, TimetableView


def manages(user, training_class):
    return reach_of(user).manages(training_class.provider_id)


def decides(user, training_class):
    return reach_of(user).answers_for(training_class.region)


def either(user, training_class):
    return manages(user, training_class) or decides(user, training_class)


def may_move_to(state):
    return lambda training_class: state in MOVES[ClassState(training_class.state)]


def may_be_concluded(training_class):
    over = training_class.ends_on <= timezone.localdate()
    return over and training_class.state == ClassState.APPROVED


VERBS = (
    Verb(
        slug="file",
        label=_("File with the bureau"),
        icon="upload",
        act=actions.file_class,
        may=manages,
        when=may_move_to(ClassState.FILED),
        done=_("The class is filed; the bureau decides next."),
    ),
    Verb(
        slug="approve",
        label=_("Approve"),
        icon="check",
        act=actions.approve_class,
        may=decides,
        when=may_move_to(ClassState.APPROVED),
        done=_("The class is approved; people can enrol now."),
    ),
    Verb(
        slug="conclude",
        label=_("Conclude the class"),
        icon="tick-inverse",
        act=actions.conclude_class,
        may=either,
        when=may_be_concluded,
        done=_("The class is concluded; certificates and invitations to the survey are out."),
        explain=_(
            "Whoever completed gets the certificate, and everybody is asked for their opinion. "
            "This cannot be undone."
        ),
    ),
    Verb(
        slug="return",
        label=_("Send back"),
        icon="arrow-left",
        act=actions.return_class,
        may=decides,
        when=may_move_to(ClassState.RETURNED),
        form_class=ReasonForm,
        done=_("The class went back to the provider with your reason."),
        explain=_("The provider reads your reason, changes the class and files it again."),
    ),
    Verb(
        slug="cancel",
        label=_("Cancel the class"),
        icon="cross",
        act=actions.cancel_class,
        may=either,
        when=may_move_to(ClassState.CANCELLED),
        form_class=ReasonForm,
        done=_("The class is cancelled."),
        explain=_("A cancelled class cannot be opened again. Its trainees read your reason."),
        serious=True,
    ),
)


class TrainingClassViewSet(ScopedModelViewSet):
    """A class is written by its provider and moved from state to state by verbs alone."""

    model = TrainingClass
    name = "training_class"
    icon = "calendar-alt"
    menu_label = _("Classes")
    closed = frozenset({"delete"})
    verbs = VERBS
    related = ("course__trade", "provider", "venue__region", "assessor", "certificate_kind")
    ordering = "-starts_on"
    index_view_class = ClassIndexView
    add_view_class = ClassAddView
    edit_view_class = ClassEditView
    inspect_view_class = ClassInspectView
    inspect_template_name = "training/admin/desk/class.html"
    list_display = CLASS_COLUMNS
    list_export = [
        "number",
        "course.name",
        "provider.name",
        "venue.name",
        "venue.region.name",
        "starts_on",
        "ends_on",
        "planned",
        "seats",
        "taken",
        "get_state_display",
        "get_mode_display",
        "decide_by",
    ]
    export_headings = {
        "course.name": _("Course"),
        "provider.name": _("Training provider"),
        "venue.name": _("Venue"),
        "venue.region.name": _("Region"),
        "taken": _("Seats taken"),
        "get_state_display": _("State"),
        "get_mode_display": _("Way of teaching"),
    }
    filterset_class = ClassFilterSet
    search_fields = ["number", "course__name", "course__name_en", "provider__name", "venue__name"]
    inspect_view_fields = [
        "state",
        "course",
        (_("Seats taken"), seats),
        "starts_on",
        "ends_on",
        "provider",
        "venue",
        "mode",
        "study_form",
        (_("Person responsible"), responsible),
        "certificate_kind",
        (_("Tests"), tests),
        "assessor",
        "filed_at",
        "decide_by",
        "decided_at",
        "online_link",
        "note",
    ]

    def get_form_class(self, for_update=False):  # noqa: FBT002  (Wagtail's signature)
        return ClassForm

    def get_urlpatterns(self):
        doors = {
            "timetable": TimetableView,
            "lay_out": LayOutView,
            "offer": OfferView,
            "message": MessageClassView,
            "pick_ups": PickUpsView,
            "ask_change": AskChangeView,
            "roster": RosterView,
            "roster_check": RosterCheckView,
            "roster_refused": RosterRefusedView,
            **SEAT_DOORS,
        }
        return [
            *super().get_urlpatterns(),
            *(
                path(f"{name}/<int:pk>/", self.construct_view(view), name=name)
                for name, view in doors.items()
            ),
        ]
