"""The pages of a class: its facts, its timetable, the orders it answers, its trainees."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from training.classes import actions as classes
from training.classes.queries import told
from training.classes.rules import not_told_yet, reasons_not_to_file
from training.classes.states import EDITABLE, OVER, ClassState
from training.enrolment.models import with_free_seats
from training.orders import actions as orders
from training.orders.viewsets import refusals_section
from training.organisations.office import ScopedAddView, ScopedEditView, ScopedIndexView
from training.organisations.reach import reach_of
from training.organisations.row_pages import RowFormView, ScopedInspectView, Section
from training.organisations.rules import accreditation_gaps
from training.organisations.tables import PlainTable

from .eligibility_section import eligibility_section
from .forms import OfferForm, pick_up_formset
from .message_views import may_write_to
from .own_class import OwnClass, tell
from .queries import lines_to_answer, trainees_of
from .roster_views import may_bring_rosters, takes_rosters
from .rule_views import rules_section
from .seat_views import ledger_section, seat_links
from .tables import ANSWER_COLUMNS


class ClassIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return with_free_seats(super().get_base_queryset())


class ClassAddView(ScopedAddView):
    """List a class; coming from an order line, the class answers that line at once."""

    page_title = _("New class")
    success_message = _("%(object)s is listed. Next: its timetable.")

    def get_initial(self):
        line = lines_to_answer(self.request.user).filter(pk=self._asked_line()).first()
        if not line:
            return {}
        return {"line": line.pk, "course": line.course_id, "seats": line.seats - line.offered}

    def _asked_line(self):
        asked = self.request.GET.get("line", "")
        return int(asked) if asked.isdecimal() else None

    def save_instance(self):
        facts = dict(self.form.cleaned_data)
        line = facts.pop("line")
        by = self.request.user
        training_class = classes.list_class(by=by, **facts)
        if line:
            self._answer(line, training_class)
        return training_class

    def _answer(self, line, training_class):
        line = lines_to_answer(self.request.user).filter(pk=line.pk).first()
        seats = min(training_class.seats, line.seats - line.offered) if line else 0
        if not seats:
            sentence = gettext("Meanwhile the order was answered in full, or sent back.")
            messages.warning(self.request, sentence)
            return
        try:
            orders.offer(training_class, line, seats, by=self.request.user)
        except ValidationError as refusal:
            tell(self.request, refusal)

    def get_success_url(self):
        return self.door("timetable", self.object)


class ClassEditView(OwnClass, ScopedEditView):
    def save_instance(self):
        facts = self.form.cleaned_data
        return classes.revise_class(
            self.object, by=self.request.user, planned=facts["seats"], **facts
        )


class OfferView(RowFormView):
    """Answer an order with seats of the class."""

    row_actions = ["change"]
    form_class = OfferForm
    page_title = _("Answer an order")
    header_icon = "form"
    submit_label = _("Offer these seats")

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not reach_of(self.request.user).manages(row.provider_id):
            raise PermissionDenied
        return row

    def get_form_kwargs(self):
        lines = lines_to_answer(self.request.user).filter(course=self.object.course_id)
        return super().get_form_kwargs() | {"lines": lines}

    def form_valid(self, form):
        line, seats = form.cleaned_data["line"], form.cleaned_data["seats"]
        try:
            orders.offer(self.object, line, seats, by=self.request.user)
        except ValidationError as refusal:
            form.add_error("seats", refusal)
            return self.form_invalid(form)
        messages.success(self.request, gettext("The offer is made; the employer sees it."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not context["form"].fields["line"].queryset:
            context["explain"] = _("No approved order wants this course now.")
        return context


class PickUpsView(RowFormView):
    """The stops of the bus, line by line."""

    row_actions = ["change"]
    template_name = "training/admin/desk/pick_ups.html"
    page_title = _("Pick-up points")
    header_icon = "site"

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not reach_of(self.request.user).manages(row.provider_id):
            raise PermissionDenied
        return row

    def get_form(self, form_class=None):
        stops = self.object.pick_ups.values("at", "place", "note")
        return pick_up_formset(data=self.request.POST or None, initial=list(stops))

    def form_valid(self, form):
        try:
            classes.set_pick_ups(self.object, form.stops, by=self.request.user)
        except ValidationError as refusal:
            tell(self.request, refusal)
        else:
            messages.success(self.request, gettext("The pick-up points are saved."))
        return super().form_valid(form)


class ClassInspectView(ScopedInspectView):
    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        return with_free_seats(self.rows()).get(pk=found.pk)

    @cached_property
    def is_manager(self):
        return reach_of(self.request.user).manages(self.object.provider_id)

    def get_edit_url(self):
        if not self.is_manager or self.object.state not in EDITABLE:
            return None
        return super().get_edit_url()

    def links(self):
        links = super().links()
        if links:
            url = self.door("timetable", self.object)
            links.append(Button(gettext("Timetable"), url=url, icon_name="calendar-alt"))
        if self.open_change:
            url = reverse("training_change_request:inspect", args=[self.open_change.pk])
            links.append(Button(gettext("The change asked for"), url=url, icon_name="resubmit"))
        if self.is_manager and self.object.state not in OVER:
            url = self.door("offer", self.object)
            links.append(Button(gettext("Answer an order"), url=url, icon_name="form"))
            url = self.door("pick_ups", self.object)
            links.append(Button(gettext("Pick-up points"), url=url, icon_name="site"))
        if may_write_to(self.request.user, self.object):
            url = self.door("message", self.object)
            links.append(Button(gettext("Message to the trainees"), url=url, icon_name="mail"))
        if self.is_manager and self.object.state == ClassState.APPROVED and not self.open_change:
            url = self.door("ask_change", self.object)
            links.append(Button(gettext("Ask for a change"), url=url, icon_name="edit"))
        if takes_rosters(self.object) and may_bring_rosters(self.request.user, self.object):
            url = self.door("roster", self.object)
            links.append(Button(gettext("Enrol from a roster"), url=url, icon_name="group"))
        return [*links, *seat_links(self)]

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        enrolments = reverse("training_enrolment:index") + f"?training_class={self.object.pk}"
        buttons.append(Button(gettext("List of trainees"), url=enrolments, icon_name="list-ul"))
        if self.object.is_held:
            url = self.object.get_absolute_url()
            buttons.append(Button(gettext("The page trainees see"), url=url, icon_name="view"))
        return buttons

    def notice(self):
        if self.object.state == ClassState.RETURNED:
            return gettext("Sent back by the bureau: %(reason)s") % {"reason": self.object.reason}
        if self.object.state == ClassState.CANCELLED:
            return gettext("Cancelled: %(reason)s") % {"reason": self.object.reason}
        row = self.object
        course = row.course
        said = accreditation_gaps(row.provider, course.trade, course.level, row.starts_on)
        if row.state == ClassState.FILED:
            said += [*not_told_yet(row), *self._lateness()]
        if self.open_change:
            sentence = gettext("A change of this class waits for the bureau: %(reason)s")
            said.append(sentence % {"reason": self.open_change.reason})
        return "\n".join(said)

    def _lateness(self):
        if not self.object.decision_is_late:
            return []
        facts = {"day": date_format(self.object.decide_by)}
        return [gettext("The bureau had until %(day)s to decide; this is overdue.") % facts]

    @cached_property
    def open_change(self):
        return self.object.change_requests.open().first()

    def missing(self):
        """Why the class cannot be filed yet, for those who can do something about it."""
        if self.is_manager and self.object.state in EDITABLE:
            return reasons_not_to_file(self.object)
        return []

    def left_open(self):
        if self.is_manager and self.object.state in EDITABLE:
            return not_told_yet(self.object)
        return []

    def _about_changes(self):
        requests = list(self.object.change_requests.all())
        if not requests and not self.object.is_held:
            return []
        return [
            Section(
                "changes",
                _("Changes since the approval"),
                "resubmit",
                template="training/admin/desk/_class_changes.html",
                context=told(requests) if requests else [],
            )
        ]

    def sections(self):
        offers = self.object.offers.select_related("line__order__employer", "line__order__bureau")
        return [
            ledger_section(self.object, self.request.user),
            *eligibility_section(self.object, self.request.user),
            Section(
                "trainees",
                _("Trainees"),
                "group",
                template="training/admin/desk/_trainees.html",
                context=trainees_of(self.object, self.request.user),
            ),
            Section(
                "lessons",
                _("Timetable"),
                "calendar-alt",
                template="training/admin/desk/_lessons.html",
                context=self.object.lessons.select_related("trainer", "room"),
            ),
            *self._about_changes(),
            Section(
                "offers",
                _("Orders this class answers"),
                "form",
                PlainTable(ANSWER_COLUMNS, offers) if offers else None,
                empty=_("This class was not offered to an employer."),
            ),
            rules_section(self.object),
            refusals_section(self.object.refusals.visible_to(self.request.user)),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            missing=self.missing(), left_open=self.left_open(), **kwargs
        )
