"""What is known of a stretch of time: from a moment on, and before another."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.catalog.criteria import (
    EVER,
    Attempt,
    Facts,
    JudgementKind,
    Result,
    Span,
    Verdict,
    best_of,
)

NOON = datetime(2028, 2, 29, 12, tzinfo=UTC)
_moments = st.integers(-(10**7), 10**7).map(lambda seconds: NOON + timedelta(seconds=seconds))
_attempts = st.builds(Attempt, st.sampled_from([None, True, False]), at=st.none() | _moments)


@pytest.mark.parametrize(
    ("span", "before", "at", "undated"),
    [
        (EVER, True, True, True),
        (Span(since=NOON), False, True, False),
        (Span(before=NOON), True, False, True),
    ],
)
def test_a_span_holds_its_first_moment_and_not_its_last(span, before, at, undated):
    moments = (NOON - timedelta(seconds=1), NOON, None)
    assert tuple(map(span.holds, moments)) == (before, at, undated)


@given(st.lists(_attempts, min_size=1, max_size=8), _moments)
def test_what_was_before_and_what_came_since_are_together_all_that_is_known(attempts, moment):
    best = best_of(attempts)
    known = Result(True, best.passed, best.score, best.at, tuple(attempts))
    parts = [known.during(Span(before=moment)), known.during(Span(since=moment))]
    told = [each for part in parts if part for each in part.attempts]
    assert sorted(map(repr, told)) == sorted(map(repr, attempts))


def test_verdicts_are_of_their_moment_and_totals_of_none():
    verdict = Verdict(JudgementKind.EVALUATION, "practical", yes=True, at=NOON)
    facts = Facts({"a": Result(at=NOON)}, judgements=(verdict,), held=frozenset({"cpr"}))
    left = facts.during(Span(before=NOON))
    assert (left.results, left.judgements, left.held) == ({}, (), frozenset({"cpr"}))
