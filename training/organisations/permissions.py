"""Wagtail's permission policies, narrowed to the rows a user's memberships reach."""

from wagtail.permission_policies import ModelPermissionPolicy

from .reach import deciding, reach_of
from .roles import GRANTS
from .states import Role

WRITES = {"change", "delete"}


def reading(user, model):
    """``user`` as they are asked which rows of ``model`` they read.

    Who holds a post in one county and inspects another has the permissions of both. What only
    the post lets them read, they read where they hold it and not where they inspect.
    """
    reach = reach_of(user)
    inspectors_read = f"view_{model._meta.model_name}" in GRANTS[Role.INSPECTOR]
    holds_a_post = reach.regions or reach.providers
    return deciding(user) if holds_a_post and not inspectors_read else user


class ReachPermissionPolicy(ModelPermissionPolicy):
    """Model permission first (from the role's group), then ``visible_to(user)`` on the row.

    A model whose rows are read by more people than may write them says so on its queryset:
    ``changeable_by(user)``. Nobody writes where they merely inspect.
    """

    def user_has_permission_for_instance(self, user, action, instance):
        rows = self._rows(user, writing=action in WRITES)
        return self.user_has_permission(user, action) and rows.filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(self, user, actions):
        may = {action for action in actions if self.user_has_permission(user, action)}
        if not may:
            return self.model._default_manager.none()
        return self._rows(user, writing=may <= WRITES)

    def _rows(self, user, *, writing):
        user = deciding(user) if writing else reading(user, self.model)
        rows = self.model._default_manager.visible_to(user)
        if writing and hasattr(rows, "changeable_by"):
            rows = rows.changeable_by(user)
        return rows
