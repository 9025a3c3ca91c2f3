"""Days and months of moments where an organization is, counted by the database itself."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Count

from cast import an_organization
from conferral.foundation.brakes.models import Day
from conferral.foundation.local_days import LocalDay, LocalMonth, MonthOfDay, Span

pytestmark = pytest.mark.django_db
FIRST, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
INSTANT, HALF_A_SECOND = timedelta(microseconds=1), timedelta(milliseconds=500)


def told(zone, moments, first=FIRST, end=END):
    """What the database says of each: its day, and its month."""
    Session.objects.bulk_create(
        Session(session_key=f"{n:08}", session_data="", expire_date=moment)
        for n, moment in enumerate(moments)
    )
    span = Span(ZoneInfo(zone), first, end)
    day, month = LocalDay("expire_date", span), LocalMonth("expire_date", span)
    return list(Session.objects.order_by("pk").values_list(day, month))


def so_it_is(zone, moments):
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in moments]
    return [(day, day.replace(day=1)) for day in days]


# Always two hours ahead; changed at one, at midnight, and by half an hour; 45 minutes off; behind.
@pytest.mark.parametrize(
    "zone",
    [
        "Africa/Johannesburg",
        "Europe/London",
        "America/Havana",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Niue",
    ],
)
def test_each_midnight_of_a_year_begins_a_day_to_the_instant(zone):
    midnights = (
        datetime.combine(FIRST + timedelta(days=n), time(), ZoneInfo(zone)).astimezone(UTC)
        for n in range(1, 396)
    )
    moments = [m + by for m in midnights for by in (-HALF_A_SECOND, -INSTANT, timedelta())]
    assert told(zone, moments) == so_it_is(zone, moments)


def test_the_second_in_which_clocks_are_changed_is_found():
    changed = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
    offsets = list(Span(ZoneInfo("Europe/London"), FIRST, END).offsets)
    hour, none = timedelta(hours=1), timedelta()
    assert offsets == [(changed[0], none), (changed[1], hour), (None, none)]
    assert list(Span(ZoneInfo("Africa/Johannesburg"), FIRST, END).offsets) == [(None, 2 * hour)]


def test_what_is_longer_than_half_a_century_is_told_row_by_row():
    zone, moments = "Europe/London", [datetime(1999, 6, 30, 23, 30, tzinfo=UTC), FIRST]
    begin = datetime(1950, 1, 1, tzinfo=UTC)
    assert told(zone, moments, first=begin) == so_it_is(zone, moments)


def test_moments_are_counted_by_their_month():
    moments = [datetime(2026, 5, 31, 21, 59, tzinfo=UTC), datetime(2026, 5, 31, 22, tzinfo=UTC)]
    told("Africa/Johannesburg", [*moments, moments[1] + INSTANT])
    month = LocalMonth("expire_date", Span(ZoneInfo("Africa/Johannesburg"), FIRST, END))
    counted = Session.objects.values(month=month).annotate(count=Count("pk")).order_by("month")
    assert list(counted.values_list("month", "count")) == [
        (date(2026, 5, 1), 1),
        (date(2026, 6, 1), 2),
    ]


def test_a_day_has_a_month_without_a_zone():
    day = date(2024, 2, 29)
    Day.objects.create(organization=an_organization(), day=day)
    assert Day.objects.values_list(MonthOfDay("day"), flat=True).get() == date(2024, 2, 1)
