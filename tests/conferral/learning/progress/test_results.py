"""Results: what is known of a module does not depend on the order in which it was reported."""

import json
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.catalog.criteria import Attempt, last_of
from conferral.learning.progress.results import MOST, Outcome

attempts = st.builds(
    Attempt,
    st.none() | st.booleans(),
    st.none() | st.decimals(0, 100, places=2),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
outcomes = st.lists(attempts, min_size=1, max_size=4).map(lambda them: Outcome.of(*them))


@given(outcomes, outcomes)
def test_it_does_not_matter_which_comes_first(one, other):
    assert one.and_also(other) == other.and_also(one)


@given(outcomes, outcomes, outcomes)
def test_it_does_not_matter_which_are_merged_first(one, other, third):
    assert one.and_also(other).and_also(third) == one.and_also(other.and_also(third))


@given(outcomes, outcomes)
def test_to_hear_it_again_changes_nothing(one, other):
    assert one.and_also(one) == one
    assert one.and_also(other).and_also(other) == one.and_also(other)


@given(outcomes)
def test_a_report_that_says_nothing_changes_nothing(one):
    assert one.and_also(Outcome.of(Attempt())) == one


@given(attempts, attempts)
def test_nothing_good_is_ever_lost(one, other):
    best = Outcome.of(one).and_also(Outcome.of(other)).best
    for report in (one, other):
        assert best.passed or not report.passed
        assert report.score is None or best.score >= report.score
        assert report.at is None or best.at <= report.at


@given(outcomes)
def test_a_row_keeps_all_of_it(outcome):
    kept = json.loads(json.dumps(outcome.attempts_to_json()))
    assert Outcome.kept(outcome.best, kept) == outcome


def test_one_attempt_needs_no_list():
    assert Outcome.of(Attempt(True, Decimal(80))).attempts_to_json() == []


def test_the_newest_attempt_is_the_last():
    march, june = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    tried = Outcome.of(
        Attempt(score=Decimal(90)), Attempt(score=Decimal(80), at=june), Attempt(False, None, march)
    )
    assert last_of(tried.attempts) == Attempt(score=Decimal(80), at=june)


@given(st.randoms())
def test_of_very_many_attempts_the_newest_are_told_apart_in_whatever_order(chance):
    many = [
        Attempt(
            score=Decimal(number), at=datetime(2026, 1, 1, number % 24, number % 60, tzinfo=UTC)
        )
        for number in range(MOST + 20)
    ]
    outcome = Outcome.of(many[0])
    for each in chance.sample(many, len(many)):
        outcome = outcome.and_also(Outcome.of(each))
    assert len(outcome.attempts) == MOST
    assert outcome == Outcome.of(*many)
    assert outcome.best.score == Decimal(MOST + 19)
