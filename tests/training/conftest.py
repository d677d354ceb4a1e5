import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def queries_for(client):
    """How many queries a page takes: a list is asked with one row, then with more."""

    def count(address):
        client.get(address)  # what is asked once and kept does not count
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count
