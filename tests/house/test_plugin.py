"""The packages in a site like `wagtail start` makes it: without our templates and settings."""

from pathlib import Path

import pytest
from django.conf import global_settings
from django.urls import include, path
from wagtail.models import Locale

from tests.factories.courses import CoursePageFactory

ROOT = Path(__file__).parents[2]

# As the README says: plain addresses, no language in them.
urlpatterns = [
    path("admin/", include("training.admin_urls")),
    path("", include("certificates.urls")),
    path("", include("training.urls")),
    path("admin/", include("wagtail.admin.urls")),
    path("", include("wagtail.urls")),
]

NOT_OF_A_HOST = ("csp.", "whitenoise.", "django.middleware.locale.")


def of_a_host(names):
    return [name for name in names if not name.startswith(NOT_OF_A_HOST)]


@pytest.fixture
def host(db, settings):
    Locale.objects.get_or_create(language_code="en")
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = global_settings.LOGIN_URL
    settings.LANGUAGES = global_settings.LANGUAGES
    settings.LANGUAGE_CODE = "en-us"
    settings.WAGTAIL_I18N_ENABLED = False
    del settings.WAGTAIL_CONTENT_LANGUAGES
    settings.MIDDLEWARE = of_a_host(settings.MIDDLEWARE)
    [engine] = settings.TEMPLATES
    options = engine["OPTIONS"]
    processors = of_a_host(options["context_processors"])
    settings.TEMPLATES = [engine | {"DIRS": [], "OPTIONS": {"context_processors": processors}}]
    return settings


def test_our_pages_ask_at_our_door(host, client):
    assert client.get("/my/").url == "/sign-in/?next=/my/"


@pytest.mark.parametrize("address", ["/verify/", "/sign-in/"])
def test_pages_stand_in_the_frame_of_training(host, client, address):
    text = client.get(address).content.decode()
    assert "training/yiji.css" in text
    assert "hreflang" not in text  # no ninety-nine links to this same page


def test_a_course_page_shows_its_classes(host, client):
    page = CoursePageFactory()
    for address in (page.url, page.get_parent().url):
        text = client.get(address).content.decode()
        assert "training/yiji.css" in text
        assert "No class is open now." in text


@pytest.mark.parametrize("package", ["courses", "certificates"])
def test_a_package_has_a_frame_of_its_own(host, client, package):
    """Without training, the slots and the base are those of the package itself."""
    [engine] = host.TEMPLATES
    loaders = [
        ("django.template.loaders.filesystem.Loader", [ROOT / package / "templates"]),
        "django.template.loaders.app_directories.Loader",
    ]
    options = engine["OPTIONS"] | {"loaders": loaders}
    host.TEMPLATES = [engine | {"APP_DIRS": False, "OPTIONS": options}]
    address = CoursePageFactory().url if package == "courses" else "/verify/"
    response = client.get(address)
    assert response.status_code == 200
    assert "training/yiji.css" not in response.content.decode()
