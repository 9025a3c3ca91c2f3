from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.renewal.deciding import (
    Known,
    Path,
    Phase,
    Way,
    circle,
    decide,
    window,
)

LAST = date(2028, 2, 29)
WITHIN = window(LAST, 90, 30)
SINCE = date(2025, 3, 1)
REFRESHER = Path(Way.REFRESHER, "refresher", "First aid, refreshed")
POINTS = Path(Way.POINTS, points=Decimal(30))
RECOGNITION = Path(Way.RECOGNITION)


def test_the_window_opens_before_the_last_day_and_closes_after_the_grace():
    assert (WITHIN.opens_on, WITHIN.closes_on) == (date(2027, 12, 1), date(2028, 3, 30))


def test_what_ends_with_the_last_day_of_all_has_no_grace_after_it():
    assert window(date.max, 90, 30).closes_on == date.max
    assert window(date.max - timedelta(days=40), 90, 30).closes_on == date.max - timedelta(days=10)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2027, 11, 30), Phase.EARLY),
        (date(2027, 12, 1), Phase.OPEN),
        (date(2028, 2, 29), Phase.OPEN),
        (date(2028, 3, 1), Phase.GRACE),
        (date(2028, 3, 30), Phase.GRACE),
        (date(2028, 3, 31), Phase.CLOSED),
    ],
)
def test_each_day_has_its_phase(day, phase):
    assert WITHIN.phase(day) is phase


def test_a_refresher_of_before_the_window_renews_nothing():
    known = Known(SINCE, completed={"refresher": [date(2027, 11, 30)]})
    decision = decide([REFRESHER], WITHIN, known)
    assert decision.way is None
    assert decision.steps[0].still_to_do == "Complete “First aid, refreshed”."


def test_a_refresher_in_the_grace_renews():
    known = Known(SINCE, completed={"refresher": [date(2028, 3, 30)]})
    assert decide([REFRESHER], WITHIN, known).on == date(2028, 3, 30)


def test_points_of_the_whole_period_count_but_renew_only_when_the_window_is_open():
    known = Known(SINCE, points=[(date(2026, 5, 1), Decimal(20)), (date(2027, 5, 1), Decimal(10))])
    assert decide([POINTS], WITHIN, known).on == WITHIN.opens_on


def test_points_of_an_older_certificate_do_not_count():
    known = Known(SINCE, points=[(date(2025, 2, 28), Decimal(30)), (SINCE, Decimal("12.5"))])
    (step,) = decide([POINTS], WITHIN, known).steps
    assert step.still_to_do == "Earn 17.5 more of 30 points."


def test_any_one_path_is_enough_and_the_earliest_counts():
    known = Known(
        SINCE,
        completed={"refresher": [date(2028, 1, 5)]},
        recognized_on=date(2028, 1, 4),
    )
    decision = decide([REFRESHER, RECOGNITION], WITHIN, known)
    assert (decision.way, decision.on) == (Way.RECOGNITION, date(2028, 1, 4))


def test_what_was_passed_again_renews_whatever_the_day():
    known = Known(SINCE, passed_on=date(2028, 1, 4))
    assert decide([Path(Way.EXAM)], WITHIN, known).way is Way.EXAM


@given(
    st.permutations(
        [
            (date(2027, 12, 9), Decimal(10)),
            (date(2028, 1, 1), Decimal(10)),
            (date(2028, 2, 2), Decimal(10)),
            (date(2028, 3, 3), Decimal(10)),
        ]
    )
)
def test_the_order_in_which_points_are_reported_changes_nothing(points):
    assert decide([POINTS], WITHIN, Known(SINCE, points=points)).on == date(2028, 2, 2)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 700), st.integers(0, 700))
def test_the_last_day_is_always_in_the_window(last, opens, grace):
    found = window(last, opens, grace)
    assert found.holds(last)
    assert not found.holds(found.closes_on + timedelta(days=1))
    assert not found.holds(found.opens_on - timedelta(days=1))


def test_courses_that_renew_each_other_in_a_circle_are_found():
    assert circle({"a": ["b"], "b": ["c"], "c": ["a"]}) == ("a", "b", "c")


def test_two_ways_to_one_course_are_no_circle():
    assert circle({"a": ["b", "c"], "b": ["d"], "c": ["d"]}) == ()
