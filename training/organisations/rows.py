"""Rows in reach: what every back-office view of ours stands on.

Stock generic views check the permission on the model alone: with a row policy registered they
still show and change another region's row. So every view class of ours draws its row from
``visible_to(user)``, and writing asks the policy about that row.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from .permissions import reading

READ = ["view", "add", "change", "delete"]


def may_add(user, model):
    return policy_registry.get_by_type(model).user_has_permission(user, "add")


class RowsInReach(PermissionCheckedMixin):
    """Rows come from ``visible_to(user)``; what lies outside is not there at all."""

    namespace = ""
    related = ()
    row_actions = READ

    def rows(self):
        reader = reading(self.request.user, self.model)
        rows = self.model._default_manager.visible_to(reader)
        return rows.select_related(*self.related)

    def get_base_object_queryset(self):
        return self.rows()

    def get_object(self, queryset=None):
        row = get_object_or_404(self.rows(), pk=self.kwargs["pk"])
        if not self.may(self.row_actions, row):
            raise PermissionDenied
        return row

    def may(self, actions, row):
        return self.permission_policy.user_has_any_permission_for_instance(
            self.request.user, actions, row
        )

    def door(self, name, row):
        return reverse(f"{self.namespace}:{name}", args=[row.pk])


class RowURLFinder(ModelAdminURLFinder):
    """Reports and histories lead to the page of the row, for whoever may read it."""

    def get_edit_url(self, instance):
        policy = policy_registry.get(instance)
        if self.user and not policy.user_has_any_permission_for_instance(self.user, READ, instance):
            return None
        return self.construct_edit_url(instance)
