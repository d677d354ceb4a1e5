"""This site's own pages: the front door, plain pages, news, and whom to call."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from courses.models import Trade
from home.blocks import PageBody, StepBlock


class HomePage(Page):
    """The front door. Left empty, it speaks in the product's own words (see the template)."""

    headline = models.CharField(_("headline"), max_length=40, blank=True)
    lede = models.CharField(_("opening sentence"), max_length=120, blank=True)
    steps = StreamField(
        [("step", StepBlock())], verbose_name=_("how it works"), blank=True, max_num=6
    )
    pledge_title = models.CharField(_("quality pledge"), max_length=40, blank=True)
    pledge = models.TextField(_("quality pledge in words"), max_length=300, blank=True)

    NEWS_SHOWN = 3

    content_panels = [*Page.content_panels, "headline", "lede", "steps", "pledge_title", "pledge"]
    subpage_types = ["home.StandardPage", "home.NewsIndexPage", "training_courses.CataloguePage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def trades(self):
        """The trades that carry a drawn motif: giving one its motif is how it gets a sign here."""
        return Trade.objects.exclude(motif="")[:4]

    @property
    def news(self):
        pages = NewsPage.objects.live().public().descendant_of(self)
        return pages.order_by("-date", "-pk")[: self.NEWS_SHOWN]

    @property
    def news_index(self):
        return NewsIndexPage.objects.live().child_of(self).first()


class StandardPage(Page):
    """Running text: about us, rights and complaints, privacy."""

    intro = models.CharField(_("introduction"), max_length=200, blank=True)
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, "intro", "body"]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


class NewsIndexPage(Page):
    """All news, newest first."""

    PER_PAGE = 12

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request, *args, **kwargs):
        pages = NewsPage.objects.child_of(self).live().public().order_by("-date", "-pk")
        page_obj = Paginator(pages, self.PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"page_obj": page_obj}


class NewsPage(Page):
    """One piece of news."""

    date = models.DateField(_("date"), default=localdate)
    intro = models.CharField(_("introduction"), max_length=200, blank=True)
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, "date", "intro", "body"]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")


@register_setting(icon="mail")
class Contact(BaseSiteSetting):
    """Whom to call and who answers for the site: told once, shown at every foot of page."""

    bureau = models.CharField(_("bureau"), max_length=80, blank=True)
    bureau_en = models.CharField(_("bureau (English)"), max_length=120, blank=True)
    phone = models.CharField(_("help line"), max_length=40, blank=True)
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    hours_en = models.CharField(_("hours (English)"), max_length=80, blank=True)
    record_number = models.CharField(
        _("record number"),
        max_length=60,
        blank=True,
        help_text=_("The ICP record number that a public site must show."),
    )

    class Meta:
        verbose_name = _("contact")
