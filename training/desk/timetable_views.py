"""The timetable of a class: its lessons line by line, or laid out at once."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from training.classes import actions as classes
from training.classes.timetable import days_between, lay_out
from training.organisations.row_pages import RowFormView
from training.policy.numbers import plain

from .forms import LayOutForm, LessonForm, lesson_formset
from .own_class import OwnClass, tell


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
