"""Changing a class that was approved: the provider asks, the bureau sees before and after."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button

from training.classes import changes
from training.classes.errors import LessonsClash, WrongState
from training.classes.models import ChangeRequest, Room
from training.classes.queries import regions_touched, told
from training.classes.states import ChangeState, ClassState
from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import RowFormView, ScopedInspectView, Section, Verb
from training.organisations.tables import StateColumn

from .change_forms import ChangeForm, moved_lessons
from .filters import ChangeFilterSet
from .own_class import tell


class AskChangeView(RowFormView):
    """The facts of the class and of its coming lessons, to be written over; and why."""

    row_actions = ["change"]
    template_name = "training/admin/desk/ask_change.html"
    page_title = _("Ask for a change")
    header_icon = "edit"
    submit_label = _("Ask the bureau")

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not reach_of(self.request.user).manages(row.provider_id):
            raise PermissionDenied
        return row

    def dispatch(self, request, *args, **kwargs):
        if self.object.state != ClassState.APPROVED:
            tell(request, WrongState(self.object))
            return redirect(self.door("inspect", self.object))
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class=None):
        return ChangeForm(self.request.POST or None, training_class=self.object)

    def lines(self):
        coming = self.object.lessons.filter(starts_at__gt=timezone.now())
        rooms = Room.objects.filter(venue__provider=self.object.provider_id)
        return moved_lessons(
            coming,
            {str(row.pk): row for row in self.object.provider.trainers.all()},
            {str(row.pk): row for row in rooms.select_related("venue")},
            self.request.POST or None,
        )

    def post(self, request, *args, **kwargs):
        form, lines = self.get_form(), self.lines()
        if form.is_valid() & lines.is_valid() and self._asked(form, lines):
            messages.success(request, gettext("The bureau reads what you ask for and decides."))
            return redirect(self.get_success_url())
        return self.render_to_response(self.get_context_data(form=form, lines=lines))

    def _asked(self, form, lines):
        try:
            changes.ask_change(
                self.object,
                form.cleaned_data["reason"],
                by=self.request.user,
                lessons=lines.facts,
                **form.facts,
            )
        except LessonsClash as clash:
            lines.refuse(clash.by_line)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                form.add_error(None, sentence)
        else:
            return True
        return False

    def get_context_data(self, **kwargs):
        kwargs.setdefault("lines", self.lines())
        return super().get_context_data(**kwargs)


def decides(user, request):
    return all(reach_of(user).answers_for(region) for region in regions_touched(request))


def asked_by(user, request):
    return reach_of(user).manages(request.training_class.provider_id)


def is_open(request):
    return request.state == ChangeState.OPEN


VERBS = (
    Verb(
        slug="accept",
        label=_("Accept the change"),
        icon="check",
        act=changes.accept_change,
        may=decides,
        when=is_open,
        done=_("The class is changed."),
    ),
    Verb(
        slug="refuse",
        label=_("Refuse the change"),
        icon="cross",
        act=changes.refuse_change,
        may=decides,
        when=is_open,
        form_class=ReasonForm,
        done=_("The class stays as it is; the provider reads your reason."),
    ),
    Verb(
        slug="withdraw",
        label=_("Withdraw"),
        icon="arrow-left",
        act=changes.withdraw_change,
        may=asked_by,
        when=is_open,
        done=_("The class stays as it was approved."),
    ),
)


def before_and_after(request):
    (changed,) = told([request])
    return Section(
        "changes",
        _("Before and after"),
        "resubmit",
        template="training/admin/desk/_changes.html",
        context=changed.changes,
    )


class ChangeInspectView(ScopedInspectView):
    def links(self):
        url = reverse("training_class:inspect", args=[self.object.training_class_id])
        return [Button(gettext("The class"), url=url, icon_name="calendar-alt")]

    def sections(self):
        return [before_and_after(self.object)]


class ChangeRequestViewSet(ScopedModelViewSet):
    """What providers ask to change in classes that were approved."""

    model = ChangeRequest
    name = "training_change_request"
    icon = "resubmit"
    menu_label = _("Changes asked for")
    closed = frozenset({"add", "edit", "delete"})
    verbs = VERBS
    related = (
        "training_class__course",
        "training_class__provider",
        "training_class__venue__region",
        "asked_by",
        "decided_by",
    )
    ordering = "-asked_at"
    inspect_view_class = ChangeInspectView
    list_display = [
        TitleColumn("training_class", label=_("Class"), url_name="training_change_request:inspect"),
        Column("provider", label=_("Training provider"), accessor="training_class.provider"),
        "reason",
        DateColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
        StateColumn(waiting={ChangeState.OPEN}),
    ]
    list_export = [
        "training_class.number",
        "training_class.provider.name",
        "reason",
        "asked_at",
        "get_state_display",
        "decided_at",
        "answer",
    ]
    export_headings = {
        "training_class.number": _("class number"),
        "training_class.provider.name": _("Training provider"),
        "get_state_display": _("State"),
    }
    filterset_class = ChangeFilterSet
    search_fields = ["training_class__number", "training_class__course__name", "reason"]
    inspect_view_fields = [
        "state",
        "training_class",
        "reason",
        "asked_at",
        "asked_by",
        "answer",
        "decided_at",
        "decided_by",
    ]
