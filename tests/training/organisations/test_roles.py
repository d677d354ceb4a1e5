import pytest
from django.contrib.auth.models import Permission

from training.organisations.roles import GRANTS

pytestmark = pytest.mark.django_db


def test_every_grant_is_a_permission_there_is():
    wanted = {
        grant if "." in grant else f"training.{grant}"
        for grants in GRANTS.values()
        for grant in grants
    }

    there = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.select_related("content_type")
    }
    assert wanted - there == set()
