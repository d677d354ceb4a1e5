"""The pages of a class: its facts, its timetable, the orders it answers, its trainees."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from training.classes import actions as classes
from training.classes.errors import WrongState
from training.classes.rules import reasons_not_to_file
from training.classes.states import EDITABLE, ClassState
from training.classes.timetable import days_between, lay_out
from training.enrolment.models import with_free_seats
from training.orders import actions as orders
from training.organisations.office import ScopedAddView, ScopedEditView, ScopedIndexView
from training.organisations.reach import reach_of
from training.organisations.row_pages import RowFormView, ScopedInspectView, Section
from training.organisations.tables import PlainTable
from training.policy.numbers import plain

from .forms import LayOutForm, LessonForm, OfferForm, lesson_formset
from .queries import lines_to_answer, trainees_of
from .tables import ANSWER_COLUMNS

OVER = {ClassState.CONCLUDED, ClassState.CANCELLED}


def tell(request, refusal):
    for sentence in refusal.messages:
        messages.error(request, sentence)


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
        try:
            if seats:
                orders.offer(training_class, line, seats, by=self.request.user)
        except ValidationError as refusal:
            tell(self.request, refusal)

    def get_success_url(self):
        return self.door("timetable", self.object)


class OwnClass:
    """For those who run the provider, while the class is with them and not with the bureau."""

    row_actions = ["change"]

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not reach_of(self.request.user).manages(row.provider_id):
            raise PermissionDenied
        return row

    def dispatch(self, request, *args, **kwargs):
        training_class = self.get_object()
        if training_class.state not in EDITABLE:
            tell(request, WrongState(training_class))
            return redirect(self.door("inspect", training_class))
        return super().dispatch(request, *args, **kwargs)


class ClassEditView(OwnClass, ScopedEditView):
    def save_instance(self):
        facts = self.form.cleaned_data
        return classes.revise_class(
            self.object, by=self.request.user, planned=facts["seats"], **facts
        )


class TimetableView(OwnClass, RowFormView):
    """The lessons, line by line; above them the form that lays them all out at once."""

    template_name = "training/admin/desk/timetable.html"
    page_title = _("Timetable")
    header_icon = "calendar-alt"
    submit_label = _("Save the timetable")

    def get_form_class(self):
        return lesson_formset

    def get_form(self, form_class=None):
        return self.lesson_lines(self.request.POST or None)

    def lesson_lines(self, data=None):
        trainers = {str(row.pk): row for row in self.object.provider.trainers.all()}
        lessons = self.object.lessons.all()
        return lesson_formset(
            trainers,
            data=data,
            initial=[LessonForm.initial_of(lesson) for lesson in lessons],
        )

    def form_valid(self, form):
        try:
            classes.write_timetable(self.object, form.lessons, by=self.request.user)
        except ValidationError as refusal:
            tell(self.request, refusal)
        else:
            messages.success(self.request, gettext("The timetable is saved."))
        return redirect(self.door("timetable", self.object))

    def get_context_data(self, **kwargs):
        kwargs.setdefault("lay_out_form", LayOutForm(provider=self.object.provider))
        return super().get_context_data(
            lay_out_url=self.door("lay_out", self.object),
            hours=plain(sum(row.class_hours for row in self.object.lessons.all())),
            planned=plain(self.object.course.class_hours),
            **kwargs,
        )


class LayOutView(TimetableView):
    """Fill the timetable from the module plan of the course."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = LayOutForm(request.POST, provider=self.object.provider)
        if not form.is_valid():
            context = self.get_context_data(form=self.lesson_lines(), lay_out_form=form)
            return self.render_to_response(context)
        days = days_between(
            self.object.starts_on, self.object.ends_on, form.cleaned_data["weekdays"]
        )
        rows = lay_out(
            self.object.course, days, form.cleaned_data["sessions"], form.cleaned_data["trainer"]
        )
        try:
            classes.write_timetable(self.object, rows, by=request.user)
        except ValidationError as refusal:
            tell(request, refusal)
        else:
            self._say(rows)
        return redirect(self.door("timetable", self.object))

    def _say(self, rows):
        numbers = {
            "lessons": len(rows),
            "hours": plain(sum(row["class_hours"] for row in rows)),
            "planned": plain(self.object.course.class_hours),
        }
        if numbers["hours"] == numbers["planned"]:
            sentence = gettext("%(lessons)d lessons are laid out, %(hours)s class hours.") % numbers
            return messages.success(self.request, sentence)
        sentence = gettext(
            "The days are too few: %(hours)s of %(planned)s class hours. "
            "Choose more days of the week or a later last day."
        )
        return messages.warning(self.request, sentence % numbers)


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
        return ""

    def missing(self):
        """Why the class cannot be filed yet, for those who can do something about it."""
        if self.is_manager and self.object.state in EDITABLE:
            return reasons_not_to_file(self.object)
        return []

    def sections(self):
        offers = self.object.offers.select_related("line__order__employer")
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
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(missing=self.missing(), **kwargs)
