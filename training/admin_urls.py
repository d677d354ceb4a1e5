"""Put in front of Wagtail's own back-office addresses: ``path("admin/", include(…))``.

Wagtail's site history shows what was done to whom in every region to anybody with one permission
on the kind of row. Here it is the superuser's; everybody else reads the history of each row.
"""

from django.core.exceptions import PermissionDenied
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView


class SiteHistory(LogEntriesView):
    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


urlpatterns = [
    path("reports/site-history/", require_admin_access(SiteHistory.as_view())),
    path(
        "reports/site-history/results/",
        require_admin_access(SiteHistory.as_view(results_only=True)),
    ),
]
