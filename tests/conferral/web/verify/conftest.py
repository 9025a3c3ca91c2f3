"""What the tests of pages for strangers share."""

import pytest

from conferral.web.verify import limits


@pytest.fixture
def stopped_clock(monkeypatch):
    """Nothing drips into the buckets of the limits, however slow the machine is."""
    moment = limits.monotonic()
    monkeypatch.setattr(limits, "monotonic", lambda: moment)
