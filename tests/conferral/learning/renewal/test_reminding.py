from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.renewal.reminding import USUAL, Ending, due, horizon

LAST = date(2028, 2, 29)
ISSUED = date(2025, 3, 1)


def on(days_left: int, reminded: int | None = None) -> int | None:
    ending = Ending(LAST, ISSUED, reminded)
    return due(USUAL, ending, LAST - timedelta(days=days_left))


def test_nothing_is_due_before_the_first_step():
    assert on(91) is None


def test_each_step_is_due_on_its_day():
    assert [on(step) for step in USUAL] == list(USUAL)


def test_after_a_week_asleep_only_the_newest_step_is_due():
    assert on(5, reminded=90) == 7  # 30 was missed, too.


def test_what_was_sent_is_not_due_again():
    assert on(29, reminded=30) is None


def test_a_clock_that_is_set_back_sends_no_older_step():
    assert on(40, reminded=7) is None


def test_who_has_just_got_it_is_not_told_that_it_ends_soon():
    ending = Ending(LAST, LAST - timedelta(days=30))
    assert due(USUAL, ending, LAST - timedelta(days=30)) is None
    ending = Ending(LAST, LAST - timedelta(days=20))
    assert due(USUAL, ending, LAST - timedelta(days=20)) is None
    assert due(USUAL, ending, LAST - timedelta(days=7)) == 7


def test_nobody_is_reminded_of_what_ended_long_ago():
    assert on(-8) == -7
    assert on(-28) == -7
    assert on(-29) is None


def test_what_ended_long_ago_is_not_said_to_end_soon_where_later_reminders_are_still_to_come():
    steps, last = (90, 30, -60), LAST
    assert due(steps, Ending(last, ISSUED), last + timedelta(days=50)) is None
    assert due(steps, Ending(last, ISSUED), last + timedelta(days=21)) == 30
    assert due(steps, Ending(last, ISSUED), last - timedelta(days=1)) == 30  # However late.
    assert due(steps, Ending(last, ISSUED), last + timedelta(days=60)) == -60


def test_the_horizon_is_as_far_as_a_step_can_be_due():
    first, last = horizon(USUAL, LAST)
    assert (LAST - first, last - LAST) == (timedelta(days=28), timedelta(days=90))
    for ends_on in (first, last):
        assert due(USUAL, Ending(ends_on, ISSUED), LAST) is not None
    for ends_on in (first - timedelta(days=1), last + timedelta(days=1)):
        assert due(USUAL, Ending(ends_on, ISSUED), LAST) is None


@given(st.lists(st.integers(-40, 120), unique=True, max_size=200))
def test_whatever_days_the_server_is_awake_no_step_comes_twice_or_after_a_later_one(days):
    sent: list[int] = []
    for days_left in days:  # In any order: clocks go back, too.
        step = on(days_left, min(sent, default=None))
        if step is not None:
            sent.append(step)
    assert sent == sorted(set(sent), reverse=True)
