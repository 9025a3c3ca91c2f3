"""Validity: to the end of the last day, where the issuer lives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.credentials.issuing.validity import earliest_end, end_of_validity

JOHANNESBURG = ZoneInfo("Africa/Johannesburg")


@pytest.mark.parametrize(
    ("issued", "months", "last_day"),
    [
        ((2025, 6, 28), 36, (2028, 6, 27)),
        ((2025, 1, 31), 1, (2025, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2024, 2, 29), 48, (2028, 2, 28)),
        ((2023, 2, 28), 12, (2024, 2, 27)),
        ((2025, 12, 1), 1, (2025, 12, 31)),
        ((2025, 3, 1), 12, (2026, 2, 28)),
        ((2027, 3, 1), 12, (2028, 2, 29)),
    ],
)
def test_the_last_day_is_the_one_before_the_same_day_or_the_last_of_a_shorter_month(
    issued, months, last_day
):
    end = end_of_validity(datetime(*issued, 12, tzinfo=JOHANNESBURG), months, JOHANNESBURG)
    assert end.date() == date(*last_day)


def test_it_lasts_to_the_last_second_of_the_day_there():
    end = end_of_validity(datetime(2025, 6, 28, 10, tzinfo=UTC), 36, JOHANNESBURG)
    assert end == datetime(2028, 6, 27, 21, 59, 59, tzinfo=UTC)


def test_late_at_night_it_is_the_day_of_the_issuer_that_counts():
    late = datetime(2025, 6, 27, 22, 30, tzinfo=UTC)  # 00:30 on the 28th in Johannesburg.
    assert end_of_validity(late, 12, JOHANNESBURG).date() == date(2026, 6, 27)


@pytest.mark.parametrize(
    ("zone", "last_day"),
    [
        ("America/Santiago", (2026, 4, 4)),  # 23:59:59 comes, 23:00 comes again: an hour is left.
        ("America/Nuuk", (2026, 3, 28)),  # After 22:59:59 comes midnight.
        ("America/Havana", (2026, 3, 7)),  # After 23:59:59 comes 01:00.
        ("Europe/Berlin", (2026, 10, 25)),
    ],
)
def test_where_clocks_change_at_night_it_lasts_to_the_last_second_before_the_next_day(
    zone, last_day
):
    there, day = ZoneInfo(zone), date(*last_day)
    end = earliest_end(datetime(2026, 1, 1, 12, tzinfo=UTC), None, day, there)
    assert end is not None
    moment = end.astimezone(UTC)  # In its own zone, Python adds and compares by the clock's face.
    assert moment.astimezone(there).date() == day
    assert (moment + timedelta(seconds=1)).astimezone(there).date() == day + timedelta(days=1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.times(), st.integers(1, 240))
def test_more_months_are_never_less_time_and_nothing_ends_before_it_begins(day, hour, months):
    issued = datetime.combine(day, hour, UTC)
    end = end_of_validity(issued, months, JOHANNESBURG)
    assert issued < end < end_of_validity(issued, months + 1, JOHANNESBURG)
    assert abs(end - issued - timedelta(days=365.2425 / 12) * months) < timedelta(days=5)


@pytest.mark.parametrize(
    ("months", "last_day", "ends_on"),
    [
        (12, None, date(2026, 6, 27)),
        (None, date(2025, 12, 31), date(2025, 12, 31)),
        (12, date(2025, 12, 31), date(2025, 12, 31)),
        (3, date(2025, 12, 31), date(2025, 9, 27)),
    ],
)
def test_of_a_period_and_a_day_the_earlier_ends_it(months, last_day, ends_on):
    begins = datetime(2025, 6, 28, 12, tzinfo=JOHANNESBURG)
    end = earliest_end(begins, months, last_day, JOHANNESBURG)
    assert end is not None
    assert end.date() == ends_on


def test_without_either_it_is_valid_for_ever():
    assert earliest_end(datetime(2025, 6, 28, tzinfo=UTC), None, None, JOHANNESBURG) is None
