"""Wagtail's permission policies, narrowed to the rows a user's memberships reach."""

from wagtail.permission_policies import ModelPermissionPolicy


class ReachPermissionPolicy(ModelPermissionPolicy):
    """Model permission first (from the role's group), then ``visible_to(user)`` on the row."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action) and self._reaches(user, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions) and self._reaches(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.model._default_manager.visible_to(user)

    def _reaches(self, user, instance):
        return self.model._default_manager.visible_to(user).filter(pk=instance.pk).exists()
