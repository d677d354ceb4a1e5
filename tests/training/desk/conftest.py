import pytest
from django.test import Client
from wagtail.users.models import UserProfile


@pytest.fixture
def office():
    """A browser at the back office, signed in as the given user, who reads it in English."""

    def sign_in(user=None):
        client = Client()
        if user:
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
            client.force_login(user)
        return client

    return sign_in
