"""The demo's clock: a year of history is told through the product's own verbs, each on its day."""

from contextlib import contextmanager
from datetime import datetime, time
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(moment):
    """Within it, ``timezone.now()`` is ``moment``: verbs stamp and judge as they did that day."""
    with patch.object(timezone, "now", lambda: moment):
        yield


def moment(day, hour=9, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))  # noqa: DTZ007
