"""Every address of the site. The packages bring their own; this file says where they live."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from health_check.views import HealthCheckView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

HEALTH = HealthCheckView.as_view(checks=["health_check.Database", "health_check.Cache"])

urlpatterns = [
    path("health/", HEALTH),
    path("admin/", include("training.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("", include("certificates.urls")),
        path("", include("training.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
