from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from .comparison_views import ComparisonViewSet, DifferenceViewSet
from .viewsets import RegisterFileViewSet


class RegisterGroup(ViewSetGroup):
    """Tables of people that come and go."""

    menu_label = _("Lists and files")
    menu_icon = "group"
    menu_order = 155
    items = (RegisterFileViewSet, ComparisonViewSet, DifferenceViewSet)
