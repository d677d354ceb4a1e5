import pytest
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile


class EnglishReader(Client):
    def request(self, **request):
        response = super().request(**request)
        translation.activate("en")  # the request leaves the language of the site behind
        return response


@pytest.fixture
def office():
    """A browser at the back office, signed in as the given user, who reads it in English."""

    def sign_in(user=None):
        client = EnglishReader()
        if user:
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
            client.force_login(user)
        return client

    return sign_in
