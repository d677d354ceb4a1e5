from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from .models import Bureau, Employer, Membership, Provider
from .reach import User
from .roles import group_of
from .states import Role

FIELD = {Bureau: "bureau", Provider: "provider", Employer: "employer"}


@transaction.atomic
def appoint(
    user: User, role: Role, organisation: Bureau | Provider | Employer, *, by: User | None
) -> Membership:
    """Let ``user`` act for ``organisation`` in ``role``. Doing it twice changes nothing."""
    post: dict[str, Any] = {"role": role, FIELD[type(organisation)]: organisation}
    membership, created = Membership.objects.get_or_create(user=user, **post)
    user.groups.add(group_of(role))
    if created:
        log(membership, "training.appoint", user=by)
    return membership


@transaction.atomic
def dismiss(membership: Membership, *, by: User | None) -> None:
    """End a membership; the role's group goes with the last one."""
    user, role = membership.user, Role(membership.role)
    log(membership, "training.dismiss", user=by)
    membership.delete()
    if not Membership.objects.filter(user=user, role=role).exists():
        user.groups.remove(group_of(role))
