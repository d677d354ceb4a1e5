import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile

from training.notices.senders.memory import MemorySender


@pytest.fixture(autouse=True)
def _fresh():
    """Each test starts with nothing cached, nothing sent, and English sentences to compare."""
    cache.clear()
    MemorySender.outbox.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def by(db, django_user_model):
    """Somebody who may do anything: for tests that are not about who."""
    return django_user_model.objects.create_superuser("by")


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
