"""The day of completion: the first on which enough had been done."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from conferral.learning.catalog.criteria import (
    All,
    Any,
    Attempt,
    Completed,
    Facts,
    Measurable,
    Measured,
    Passed,
    Result,
    Scored,
    Which,
    best_of,
    completed_at,
)


def day(number: int) -> datetime:
    return datetime(2028, 2, number, 10, tzinfo=UTC)


def tried(*attempts: Attempt) -> Result:
    best = best_of(attempts)
    return Result(True, best.passed, best.score, best.at, attempts)


def test_the_last_thing_that_was_asked_completes_the_course():
    facts = Facts({"a": Result(at=day(3)), "b": Result(at=day(9))})
    assert completed_at(All((Completed("a"), Completed("b"))), facts) == day(9)


def test_what_was_tried_in_vain_completes_nothing():
    exam = tried(Attempt(passed=False, at=day(3)), Attempt(passed=True, at=day(29)))
    assert completed_at(Passed("exam"), Facts({"exam": exam})) == day(29)


def test_a_score_completes_on_the_day_on_which_it_was_high_enough():
    exam = tried(*(Attempt(score=Decimal(score), at=day(score // 10)) for score in (50, 60, 90)))
    assert completed_at(Scored("exam", Decimal(60)), Facts({"exam": exam})) == day(6)


def test_what_was_done_once_more_moves_nothing():
    exam = tried(Attempt(passed=True, at=day(3)), Attempt(passed=True, at=day(9)))
    assert completed_at(Passed("exam"), Facts({"exam": exam})) == day(3)


def test_of_two_ways_the_first_that_was_gone_counts():
    facts = Facts({"a": Result(at=day(3)), "b": Result(at=day(9))})
    assert completed_at(Any((Completed("a"), Completed("b"))), facts) == day(3)


def test_a_last_attempt_that_fails_later_takes_nothing_back():
    exam = tried(Attempt(score=Decimal(80), at=day(3)), Attempt(score=Decimal(20), at=day(9)))
    criterion = Scored("exam", Decimal(60), Which.LAST)
    assert completed_at(criterion, Facts({"exam": exam})) == day(3)


def test_what_has_no_date_is_as_old_as_anything_known():
    exam = tried(Attempt(passed=True), Attempt(passed=True, at=day(9)))
    assert completed_at(Passed("exam"), Facts({"exam": exam})) == day(9)


def test_without_a_single_date_nobody_knows():
    assert completed_at(Passed("exam"), Facts({"exam": Result(passed=True)})) is None


@pytest.mark.parametrize("reached", [80, 100])
def test_a_total_has_no_date_so_the_last_session_says_when(reached):
    sessions = {"one": Result(at=day(3)), "two": Result(at=day(9))}
    facts = Facts(sessions, {Measurable.ATTENDANCE_PERCENT: Decimal(reached)})
    criterion = Measured(Measurable.ATTENDANCE_PERCENT, Decimal(80))
    assert completed_at(criterion, facts) == day(9)
