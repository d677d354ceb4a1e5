"""Which rule applies: a place and a day, and everything that is ruled there, or is not."""

from operator import attrgetter
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.permissions import policy_registry

from training.organisations.models import Region
from training.organisations.reach import reach_of
from training.organisations.rows import READ
from training.organisations.typed_regions import MOST_CHOICES, typed

from .models import Rule
from .spans import rulings_in


def address_of(region=None):
    """Of the page, asked about ``region`` today; without one it asks where."""
    asked = f"?{urlencode({'region': region.code if region else ''})}" if region else ""
    return reverse("training_applying:index") + asked


def may_read(user):
    return policy_registry.get_by_type(Rule).user_has_any_permission(user, READ)


def home_of(user):
    """The first place a user answers for or inspects: what they most often ask about."""
    reach = reach_of(user)
    for way in (*reach.regions, *reach.inspected):
        if region := Region.objects.filter(path=way).first():
            return region
    return Region.objects.order_by("path").first()


class WhereAndWhenForm(forms.Form):
    """Every place may be asked about: rules are read by every office."""

    region = forms.ModelChoiceField(None, label=_("Place"), to_field_name="code", empty_label=None)
    on = forms.DateField(label=_("Day"), widget=AdminDateInput)

    def __init__(self, user, asked):
        home = home_of(user)
        usual = {
            "region": home.code if home else "",
            "on": timezone.localdate().isoformat(),
        }
        super().__init__(usual | {name: asked[name] for name in usual if asked.get(name)})
        field = self.fields["region"]
        field.queryset = Region.objects.visible_to(user).select_related("parent")
        field.label_from_instance = attrgetter("long_label")
        if field.queryset.count() > MOST_CHOICES:
            self.fields["region"] = typed(field)


class ApplyingView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "training/admin/policy/applying.html"
    page_title = _("Which rule applies")
    header_icon = "search"

    def dispatch(self, request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("training_rule:index"), "label": _("Rules")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        form = WhereAndWhenForm(self.request.user, self.request.GET)
        found = {}
        if form.is_valid():
            found = {
                "region": form.cleaned_data["region"],
                "on": form.cleaned_data["on"],
                "rulings": rulings_in(form.cleaned_data["region"], form.cleaned_data["on"]),
            }
        return super().get_context_data(form=form, **found, **kwargs)


class ApplyingMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


class ApplyingViewSet(ViewSet):
    name = "training_applying"
    icon = "search"
    menu_label = _("Which rule applies")
    menu_item_class = ApplyingMenuItem

    def get_urlpatterns(self):
        return [path("", ApplyingView.as_view(), name="index")]
