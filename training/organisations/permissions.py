"""Wagtail's permission policies, narrowed to the rows a user's memberships reach."""

from wagtail.permission_policies import ModelPermissionPolicy

WRITES = {"change", "delete"}


class ReachPermissionPolicy(ModelPermissionPolicy):
    """Model permission first (from the role's group), then ``visible_to(user)`` on the row.

    A model whose rows are read by more people than may write them says so on its queryset:
    ``changeable_by(user)``.
    """

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action) and self._reaches(user, action, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.model._default_manager.visible_to(user)

    def _reaches(self, user, action, instance):
        rows = self.model._default_manager.visible_to(user)
        if action in WRITES and hasattr(rows, "changeable_by"):
            rows = rows.changeable_by(user)
        return rows.filter(pk=instance.pk).exists()
