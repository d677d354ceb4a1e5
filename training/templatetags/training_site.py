"""What the frame around every public page needs to know: where things are, in this language."""

from django import template
from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, Site

from courses.models import CataloguePage
from training.organisations.states import Role

register = template.Library()

# Where each role works; a worker's place, and everyone else's, is "my class".
PLACES = {
    "training:teach": (_("Teaching"), {Role.TRAINER, Role.ASSESSOR, Role.PROVIDER_MANAGER}),
    "training:orders": (_("My orders"), {Role.EMPLOYER}),
    "training:village": (_("My village"), {Role.VILLAGE_OFFICER}),
}


def root_in(request, language):
    """The home page in ``language``, or none where the site has no such tree."""
    site = request and Site.find_for_request(request)
    if not site:
        return None
    return (
        Page.objects.live()
        .filter(translation_key=site.root_page.translation_key, locale__language_code=language)
        .first()
    )


@register.simple_tag(takes_context=True)
def home_url(context):
    request = context.get("request")
    page = root_in(request, Locale.get_active().language_code)
    return page.get_url(request) if page else "/"


@register.simple_tag(takes_context=True)
def catalogue_url(context):
    """The catalogue in the reader's language; else the one there is."""
    request = context.get("request")
    catalogues = CataloguePage.objects.live()
    page = catalogues.filter(locale=Locale.get_active()).first() or catalogues.first()
    return page.get_url(request) if page else ""


@register.simple_tag(takes_context=True)
def own_places(context):
    user = context.get("user")
    roles = (
        set(user.memberships.values_list("role", flat=True))
        if user and user.is_authenticated
        else set()
    )
    places = [(name, label) for name, (label, whose) in PLACES.items() if roles & whose]
    places = places or [("training:my", _("My class"))]
    return [{"url": reverse(name), "label": label} for name, label in places]


@register.simple_tag(takes_context=True)
def here(context, url):
    """``aria-current`` on the link that leads to this page or the part it belongs to."""
    request = context.get("request")
    return (
        format_html(' aria-current="{}"', "page" if request.path == url else "true")
        if request and request.path.startswith(url)
        else ""
    )


@register.simple_tag(takes_context=True)
def language_links(context):
    """This page in every other language; the home page where it has no translation.

    None to a language without pages, nor in a host whose addresses do not tell languages
    apart: every link would lead back here.
    """
    request = context.get("request")
    urls = getattr(request, "urlconf", None) or settings.ROOT_URLCONF
    if not request or not is_language_prefix_patterns_used(urls)[0]:
        return []
    found = [
        {"code": code, "name": name, "url": translated(context.get("page"), request, code)}
        for code, name in get_content_languages().items()
        if code != get_language()
    ]
    return [link for link in found if link["url"]]


def translated(page, request, language):
    if not isinstance(page, Page):
        return translate_url(request.get_full_path(), language)
    page = page.get_translations().live().filter(locale__language_code=language).first() or root_in(
        request, language
    )
    return page.get_url(request) if page else ""
