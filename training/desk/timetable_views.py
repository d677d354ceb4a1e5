"""The timetable of a class: its lessons line by line, or laid out at once."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from training.classes import actions as classes
from training.classes.clashes import clashes_of
from training.classes.errors import LessonsClash
from training.classes.models import Lesson
from training.classes.timetable import days_between, lay_out
from training.organisations.row_pages import RowFormView
from training.policy.numbers import plain

from .forms import LayOutForm, LessonForm, as_posted, lesson_formset
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
        rooms = {str(row.pk): row for row in self.object.venue.rooms.all()}
        lessons = list(self.object.lessons.select_related("training_class", "trainer", "room"))
        lines = lesson_formset(
            trainers,
            rooms,
            data=data,
            initial=[LessonForm.initial_of(lesson) for lesson in lessons],
        )
        if data is None:
            self._warn(lines, lessons)
        return lines

    @staticmethod
    def _warn(lines, lessons):
        """At each line whom or what it shares with another class, as things stand today."""
        place = {lesson.pk: number for number, lesson in enumerate(lessons)}
        for clash in clashes_of(lessons):
            lines.forms[place[clash.lesson.pk]].warnings.append(str(clash))

    def form_valid(self, form):
        try:
            classes.write_timetable(self.object, form.lessons, by=self.request.user)
        except LessonsClash as clash:
            form.refuse(clash.by_line)
            return self.form_invalid(form)
        except ValidationError as refusal:
            tell(self.request, refusal)
        else:
            messages.success(self.request, gettext("The timetable is saved."))
        return redirect(self.door("timetable", self.object))

    def form_invalid(self, form):
        messages.error(
            self.request, gettext("The timetable is not saved yet. See the lines marked below.")
        )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("lay_out_form", LayOutForm(training_class=self.object))
        return super().get_context_data(
            timetable_url=self.door("timetable", self.object),
            lay_out_url=self.door("lay_out", self.object),
            hours=plain(sum(row.class_hours for row in self.object.lessons.all())),
            planned=plain(self.object.course.class_hours),
            **kwargs,
        )


class LayOutView(TimetableView):
    """Fill the timetable from the module plan of the course."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = LayOutForm(request.POST, training_class=self.object)
        if not form.is_valid():
            context = self.get_context_data(form=self.lesson_lines(), lay_out_form=form)
            return self.render_to_response(context)
        days = days_between(
            self.object.starts_on, self.object.ends_on, form.cleaned_data["weekdays"]
        )
        chosen = [form.cleaned_data[name] for name in ("sessions", "trainer", "room")]
        rows = lay_out(self.object.course, days, *chosen)
        try:
            classes.write_timetable(self.object, rows, by=request.user)
        except LessonsClash as clash:
            return self._ask_again(rows, clash, form)
        except ValidationError as refusal:
            tell(request, refusal)
        else:
            self._say(rows)
        return redirect(self.door("timetable", self.object))

    def _ask_again(self, rows, clash, lay_out_form):
        """The lines as laid out, not saved, each that clashes with its reason."""
        lessons = [Lesson(training_class=self.object, **row) for row in rows]
        lines = self.lesson_lines(as_posted(self.lesson_lines(), lessons))
        lines.is_valid()
        lines.refuse(clash.by_line)
        messages.error(
            self.request, gettext("The timetable is not saved yet. See the lines marked below.")
        )
        context = self.get_context_data(form=lines, lay_out_form=lay_out_form)
        return self.render_to_response(context)

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
