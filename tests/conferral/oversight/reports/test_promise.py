"""The two weeks in numbers: how many certificates kept the promise, and how long they took."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import a_course, an_organization
from conferral.learning.awards.models import Award
from conferral.oversight.reports import promise
from conferral.oversight.reports.promise import Kept, kept, kept_per_month
from waiting import earned

SINCE = datetime(2026, 1, 1, tzinfo=UTC)

db = pytest.mark.django_db


def issued(on: datetime, due_on: date | None, count: int = 1) -> None:
    version = a_course(f"course-{Award.objects.count()}")
    keys = [award.pk for award in earned(version, count)]
    Award.objects.filter(pk__in=keys).update(issued_at=on, due_on=due_on)


@db
def test_nothing_issued_is_no_figure():
    assert kept(an_organization(), SINCE) == Kept(0, 0, None)
    assert kept(an_organization(), SINCE).percent is None


@db
def test_who_is_issued_on_the_promised_day_is_in_time():
    issued(datetime(2026, 6, 15, 10, tzinfo=UTC), date(2026, 6, 15), 3)
    issued(datetime(2026, 6, 16, 10, tzinfo=UTC), date(2026, 6, 15))
    found = kept(an_organization(), SINCE)
    assert (found.issued, found.in_time, found.percent) == (4, 3, 75)
    assert found.median_days == 14


@db
def test_a_quarter_to_midnight_belongs_to_the_day_of_the_organization():
    # In Johannesburg it is a quarter to two of the next day.
    issued(datetime(2026, 6, 15, 23, 45, tzinfo=UTC), date(2026, 6, 15))
    assert kept(an_organization(), SINCE).in_time == 0


@db
def test_what_never_had_a_promise_is_not_counted():
    issued(datetime(2026, 6, 15, 10, tzinfo=UTC), None)
    assert kept(an_organization(), SINCE).issued == 0


@db
def test_another_organization_has_its_own_figures():
    issued(datetime(2026, 6, 15, 10, tzinfo=UTC), date(2026, 6, 15))
    assert kept(an_organization("Other", "0T"), SINCE).issued == 0


@db
def test_every_month_has_its_own_figures():
    issued(datetime(2026, 5, 31, 23, tzinfo=UTC), date(2026, 6, 30))  # The first of June there.
    issued(datetime(2026, 5, 20, 10, tzinfo=UTC), date(2026, 5, 19))
    months = kept_per_month(an_organization(), SINCE)
    assert [(month, each.percent) for month, each in months] == [
        (date(2026, 5, 1), 0),
        (date(2026, 6, 1), 100),
    ]


@db
def test_a_thousand_are_one_question(django_assert_num_queries):
    issued(datetime(2026, 6, 15, 10, tzinfo=UTC), date(2026, 6, 15), 1000)
    organization = an_organization()
    with django_assert_num_queries(1):
        assert kept(organization, SINCE).issued == 1000


@given(st.lists(st.integers(0, 60), min_size=1))
def test_the_median_is_the_one_in_the_middle(days):
    counted = sorted((length, days.count(length)) for length in set(days))
    assert promise._median(counted, len(days)) == sorted(days)[(len(days) - 1) // 2]


def test_days_are_counted_from_when_the_clock_began():
    some = promise._Some(date(2026, 6, 20), date(2026, 6, 15), 1)
    assert promise._days(some, 14) == 19
    early = promise._Some(date(2026, 6, 1) - timedelta(days=9), date(2026, 6, 15), 1)
    assert promise._days(early, 14) == 0
