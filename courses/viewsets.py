"""The back office of the catalogue. Who may do what is the permission on each model."""

from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from courses.forms import CourseForm
from courses.models import Course, Occupation, Trade
from courses.rules import plain

NAMES = FieldRowPanel(["name", FieldPanel("name_en", help_text=_("Shown to English readers."))])


class UnusedOnlyDeleteView(generic.DeleteView):
    """Wagtail asks its index of references, in which another package's rows may be missing."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, gettext("This is still in use and cannot be deleted."))
            return redirect(self.index_url_name)


class CourseViewSet(ModelViewSet):
    model = Course
    delete_view_class = UnusedOnlyDeleteView
    name = "training_course"
    icon = "form"
    menu_order = 1
    list_display = [
        "name",
        "code",
        "trade",
        "level",
        NumberColumn("hours", label=_("Class hours"), accessor=lambda row: plain(row.class_hours)),
        BooleanColumn("offered", label=_("Offered"), sort_key="offered"),
    ]
    list_filter = ["trade", "level", "offered"]
    # The ORM's "contains": the search backend cannot look inside a run of Chinese.
    search_backend_name = None
    search_fields = ["name", "name_en", "code", "occupation__name", "trade__name"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    NAMES,
                    FieldPanel("code", help_text=_("A short code in Latin letters.")),
                    FieldRowPanel(["trade", "occupation", "level"]),
                    FieldPanel("offered", help_text=_("Classes can be listed for this course.")),
                ],
                heading=_("Course"),
            ),
            MultiFieldPanel(
                [FieldRowPanel(["theory_hours", "practice_hours"]), "modules"],
                heading=_("Class hours"),
            ),
            MultiFieldPanel(["tasks", "topics"], heading=_("Tests")),
            MultiFieldPanel(["source", "source_url"], heading=_("Where the numbers come from")),
        ],
        base_form_class=CourseForm,
    )

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            queryset=Course.objects.select_related("trade"), **kwargs
        )


class OccupationViewSet(ModelViewSet):
    model = Occupation
    delete_view_class = UnusedOnlyDeleteView
    name = "training_occupation"
    icon = "user"
    menu_order = 2
    list_display = ["name", "code", "edition", "trade"]
    list_filter = ["trade", "edition"]
    search_backend_name = None
    search_fields = ["name", "name_en", "code"]
    panels = [
        NAMES,
        FieldPanel("trade", help_text=_("The trade under which the public finds its courses.")),
        FieldRowPanel(["code", "edition"]),
    ]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            queryset=Occupation.objects.select_related("trade"), **kwargs
        )


class TradeViewSet(ModelViewSet):
    model = Trade
    delete_view_class = UnusedOnlyDeleteView
    name = "training_trade"
    icon = "tag"
    menu_order = 3
    list_display = ["name", "name_en", "slug"]
    search_backend_name = None
    search_fields = ["name", "name_en", "slug"]
    sort_order_field = "position"
    panels = [NAMES, FieldRowPanel(["summary", "summary_en"]), "slug", "motif"]


class CoursesGroup(ViewSetGroup):
    menu_label = _("Courses")
    menu_icon = "list-ul"
    menu_order = 210
    items = (CourseViewSet(), OccupationViewSet(), TradeViewSet())
