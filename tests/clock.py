"""A clock that can be set ahead: what is made meanwhile falls due as if it had always been so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Everybody who asks Django for the time is told this moment."""
    with patch.object(timezone, "now", lambda: moment):
        yield
