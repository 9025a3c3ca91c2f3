"""Results: the better of two reports, in whatever order they arrive."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.progress.results import Outcome, better

outcomes = st.builds(
    Outcome,
    st.none() | st.booleans(),
    st.none() | st.decimals(0, 100, places=2),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(outcomes, outcomes)
def test_it_does_not_matter_which_comes_first(one, other):
    assert better(one, other) == better(other, one)


@given(outcomes, outcomes, outcomes)
def test_it_does_not_matter_which_are_merged_first(one, other, third):
    assert better(better(one, other), third) == better(one, better(other, third))


@given(outcomes, outcomes)
def test_to_hear_it_again_changes_nothing(one, other):
    assert better(one, one) == one
    assert better(better(one, other), other) == better(one, other)


@given(outcomes)
def test_a_report_that_says_nothing_changes_nothing(one):
    assert better(one, Outcome()) == one


@given(outcomes, outcomes)
def test_nothing_good_is_ever_lost(one, other):
    best = better(one, other)
    for report in (one, other):
        assert best.passed or not report.passed
        assert report.score is None or best.score >= report.score
        assert report.completed_at is None or best.completed_at <= report.completed_at
