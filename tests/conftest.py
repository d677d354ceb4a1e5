import pytest
from django.core.cache import cache
from django.utils import translation

from training.people.senders import MemorySender


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
