"""A list of published occupations runs to thousands: they are chosen by searching."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from courses.models import Course, Occupation


class NameSearchForm(BaseFilterForm):
    q = forms.CharField(label=_("Search by name or code"), required=False)

    def filter(self, objects):
        if sought := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, sought
            objects = objects.filter(
                Q(name__icontains=sought) | Q(name_en__icontains=sought) | Q(code__icontains=sought)
            )
        return super().filter(objects)


class CourseColumns:
    filter_form_class = NameSearchForm

    def get_object_list(self):
        return super().get_object_list().select_related("trade")

    @property
    def columns(self):  # the same name is offered at several levels
        return [
            *super().columns,
            Column("level_label", label=_("Level")),
            Column("trade", label=_("Trade")),
        ]


class ChooseCourse(CourseColumns, chooser.ChooseView):
    pass


class ChooseCourseResults(CourseColumns, chooser.ChooseResultsView):
    pass


class ChooseOccupation(chooser.ChooseView):
    filter_form_class = NameSearchForm


class ChooseOccupationResults(chooser.ChooseResultsView):
    filter_form_class = NameSearchForm


class SearchedViewSet(ChooserViewSet):
    """Only chosen from: Wagtail's door for making a row fails where there is no form for it."""

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class CourseChooserViewSet(SearchedViewSet):
    model = Course
    icon = "form"
    choose_one_text = _("Choose a course")
    choose_another_text = _("Choose another course")
    edit_item_text = _("Edit this course")
    choose_view_class = ChooseCourse
    choose_results_view_class = ChooseCourseResults


class OccupationChooserViewSet(SearchedViewSet):
    model = Occupation
    icon = "user"
    choose_one_text = _("Choose an occupation")
    choose_another_text = _("Choose another occupation")
    edit_item_text = _("Edit this occupation")
    choose_view_class = ChooseOccupation
    choose_results_view_class = ChooseOccupationResults
