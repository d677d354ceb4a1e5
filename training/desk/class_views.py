"""The pages of a class: its facts, its timetable, the orders it answers, its trainees."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from training.classes import actions as classes
from training.classes.rules import reasons_not_to_file
from training.classes.states import EDITABLE, OVER, ClassState
from training.enrolment.models import with_free_seats
from training.orders import actions as orders
from training.orders.viewsets import refusals_section
from training.organisations.office import ScopedAddView, ScopedEditView, ScopedIndexView
from training.organisations.reach import reach_of
from training.organisations.row_pages import RowFormView, ScopedInspectView, Section
from training.organisations.rules import accreditation_gaps
from training.organisations.tables import PlainTable

from .forms import OfferForm
from .own_class import OwnClass, tell
from .queries import lines_to_answer, trainees_of
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
        if self.is_manager and self.object.state not in OVER:
            url = self.door("offer", self.object)
            links.append(Button(gettext("Answer an order"), url=url, icon_name="form"))
        return links

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
        gaps = accreditation_gaps(row.provider, course.trade, course.level, row.starts_on)
        return "\n".join(gaps)

    def missing(self):
        """Why the class cannot be filed yet, for those who can do something about it."""
        if self.is_manager and self.object.state in EDITABLE:
            return reasons_not_to_file(self.object)
        return []

    def sections(self):
        offers = self.object.offers.select_related("line__order__employer", "line__order__bureau")
        return [
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
                context=self.object.lessons.select_related("trainer"),
            ),
            Section(
                "offers",
                _("Orders this class answers"),
                "form",
                PlainTable(ANSWER_COLUMNS, offers) if offers else None,
                empty=_("This class was not offered to an employer."),
            ),
            refusals_section(self.object.refusals.visible_to(self.request.user)),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(missing=self.missing(), **kwargs)
