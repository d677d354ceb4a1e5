"""Who may do what with certificates in the back office."""

from wagtail.permission_policies import ModelPermissionPolicy

BY_VERBS_ONLY = {"add", "change", "delete"}


class CertificatePermissionPolicy(ModelPermissionPolicy):
    """Nobody writes certificates by hand, superusers included; rows are narrowed by hook."""

    def user_has_permission(self, user, action):
        return action not in BY_VERBS_ONLY and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model.objects.none()
        return self.model.objects.visible_to(user)

    def user_has_permission_for_instance(self, user, action, instance):
        rows = self.model.objects
        rows = rows.revocable_by(user) if action == "revoke" else rows.visible_to(user)
        return self.user_has_permission(user, action) and rows.filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )
