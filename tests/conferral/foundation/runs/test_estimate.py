"""What is said of the time that is left is seldom wrong, because often nothing is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.runs import estimate
from conferral.foundation.runs.estimate import Pace

BEGAN = datetime(2026, 11, 22, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# Four hundred of a thousand in two minutes.
PACE = Pace(total=1000, tried=400, before=0, since=BEGAN, moved_at=BEGAN + 2 * MINUTE)


def test_what_is_left_takes_as_long_as_what_was_done():
    assert estimate.left(PACE, BEGAN + 2 * MINUTE) == 3 * MINUTE
    assert estimate.left(PACE, BEGAN + 2.5 * MINUTE) == 2.5 * MINUTE


def test_a_pause_is_no_work():
    resumed = replace(PACE, before=300, since=BEGAN + 1.5 * MINUTE)
    assert estimate.left(resumed, BEGAN + 2 * MINUTE) == 3 * MINUTE


def test_nothing_is_said_before_anything_was_seen():
    soon = BEGAN + timedelta(seconds=3)
    assert estimate.left(replace(PACE, moved_at=None), soon) is None
    assert estimate.left(replace(PACE, moved_at=soon), soon) is None
    assert estimate.left(replace(PACE, tried=5), BEGAN + 2 * MINUTE) is None


def test_nothing_is_said_of_what_has_not_moved_for_long():
    now = BEGAN + 4 * MINUTE
    assert estimate.left(PACE, now) is None
    assert estimate.is_silent(PACE, now)
    assert estimate.is_silent(replace(PACE, moved_at=None), now)
    assert not estimate.is_silent(PACE, BEGAN + 2 * MINUTE)
    assert not estimate.is_silent(replace(PACE, since=now), now)  # It was resumed just now.


@given(total=st.integers(1, 10**6), share=st.floats(0, 1), took=st.integers(0, 10**5))
def test_it_is_never_less_than_nothing(total, share, took):
    moved_at = BEGAN + timedelta(seconds=took)
    pace = Pace(total, int(total * share), 0, BEGAN, moved_at)
    for idle in (0, 10, 60, 100):
        said = estimate.left(pace, moved_at + timedelta(seconds=idle))
        assert said is None or said >= timedelta()
