"""What the public reads. A page per language tree; everything else points at Course, never here.

Behaviour sits in abstract mixins, so that a host with its own base page can wear it.
"""

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from courses.blocks import CourseBody
from courses.filters import CatalogueFilterSet
from courses.suffixes import suffixes

from .course import Course


class TranslatedPageMixin(models.Model):
    class Meta:
        abstract = True

    @property
    def alternates(self):
        """The same page in every language it is published in, for ``hreflang``."""
        pages = self.get_translations(inclusive=True).live().select_related("locale")
        return list(pages) if len(pages) > 1 else []


class CataloguePageMixin(TranslatedPageMixin):
    intro = models.CharField(_("introduction"), max_length=200, blank=True)

    PER_PAGE = 12

    class Meta:
        abstract = True

    def course_pages(self):
        """The published course pages of this catalogue, hence of its language only."""
        return CoursePage.objects.child_of(self).live().public()

    def get_context(self, request, *args, **kwargs):
        pages = self.course_pages()
        filterset = CatalogueFilterSet(request.GET, pages=pages, request=request)
        found = (
            pages.filter(course__in=filterset.qs.values("pk"))
            .select_related("course__trade")
            .order_by("course__trade__position", "title")
        )
        page_obj = Paginator(found, self.PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "filterset": filterset,
            "page_obj": page_obj,
            "courses": [page.course for page in page_obj],
        }


class CataloguePage(CataloguePageMixin, Page):  # noqa: DJ008  a Page names itself
    """The list of courses, which a visitor narrows and searches."""

    content_panels = [*Page.content_panels, "intro"]
    subpage_types = ["training_courses.CoursePage"]

    class Meta:
        verbose_name = _("catalogue page")
        verbose_name_plural = _("catalogue pages")


class CoursePageMixin(TranslatedPageMixin):
    # Null in drafts only: publishing without a course is refused (blank=False).
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    intro = models.CharField(
        _("introduction"),
        max_length=200,
        blank=True,
        help_text=_("One or two plain sentences: who the course is for and what it leads to."),
    )
    # A string, because the host chooses its image model.
    cover = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("cover photo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    body = StreamField(CourseBody(), verbose_name=_("body"), blank=True)

    class Meta:
        abstract = True

    @property
    def search_suffixes(self):
        """Every tail of the words a visitor may look for (see suffixes.py)."""
        texts = [self.title, self.intro]
        if self.course:
            named = (self.course, self.course.occupation, self.course.trade)
            texts += [text for row in named for text in (row.name, row.name_en)]
        return suffixes(*texts)


class CoursePage(CoursePageMixin, Page):  # noqa: DJ008
    """A course as the public reads it."""

    content_panels = [*Page.content_panels, "course", "intro", "cover", "body"]
    search_fields = [
        *Page.search_fields,
        index.AutocompleteField("search_suffixes"),
        index.FilterField("course"),
    ]
    parent_page_types = ["training_courses.CataloguePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")
