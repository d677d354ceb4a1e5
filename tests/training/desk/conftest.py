import pytest
from django.test import Client


@pytest.fixture
def office():
    """A browser in English at the back office, signed in as the given user."""

    def sign_in(user=None):
        client = Client(headers={"accept-language": "en"})
        if user:
            client.force_login(user)
        return client

    return sign_in
