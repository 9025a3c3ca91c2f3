"""Criteria and facts as hypothesis makes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from conferral.learning.catalog.criteria import (
    All,
    Any,
    AtLeast,
    Attempt,
    Completed,
    Confirmed,
    Evaluated,
    Facts,
    Holds,
    JudgementKind,
    Measurable,
    Measured,
    Passed,
    Result,
    Scored,
    Verdict,
    Which,
    Within,
    best_of,
)

CODES = ("intro", "log", "quiz", "exam")
JUDGED = ("simulation", "identity")
DAY = date(2026, 6, 14)

codes = st.sampled_from(CODES)
percents = st.decimals(0, 100, places=2)
days = st.dates(date(2026, 6, 1), date(2026, 6, 30))
counts = st.integers(1, 5).map(Decimal)
titles = st.text(
    st.characters(categories=["L", "N", "P"], include_characters=" "), min_size=1, max_size=20
)

measured = st.builds(
    Measured,
    st.sampled_from([Measurable.ATTENDANCE_PERCENT, Measurable.ATTENDANCE_HOURS]),
    percents,
) | st.builds(
    Measured,
    st.sampled_from([Measurable.REVIEWS_GIVEN, Measurable.REVIEWS_RECEIVED, Measurable.POSTS]),
    counts,
)
judged = st.builds(Evaluated, st.sampled_from(JUDGED), titles) | st.builds(
    Confirmed, st.sampled_from(JUDGED), titles
)
steady = (
    st.builds(Completed, codes)
    | st.builds(Passed, codes)
    | st.builds(Scored, codes, percents)
    | st.builds(Holds, codes)
    | measured
)
leaves = steady | st.builds(Scored, codes, percents, st.sampled_from(Which)) | judged


def groups(parts):
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    counted = some.flatmap(
        lambda them: st.builds(AtLeast, st.integers(1, len(them)), st.just(them))
    )
    return st.builds(All, some) | st.builds(Any, some) | counted


def groups_and_periods(parts):
    return groups(parts) | st.builds(Within, days, days, parts)


trees = st.recursive(leaves, groups_and_periods, max_leaves=8)
trees_without_periods = st.recursive(leaves, groups, max_leaves=8)
steady_trees = st.recursive(steady, groups, max_leaves=8)

moments = days.map(lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
attempts = st.builds(Attempt, st.none() | st.booleans(), st.none() | percents, st.none() | moments)


def a_result(*known):
    best = best_of(known)
    return Result(True, best.passed, best.score, best.at, tuple(known))


results = st.lists(attempts, min_size=1, max_size=3).map(lambda known: a_result(*known))
verdicts = st.builds(
    Verdict, st.sampled_from(JudgementKind), st.sampled_from(JUDGED), st.booleans(), moments
)
facts = st.builds(
    Facts,
    st.dictionaries(codes, results),
    st.dictionaries(st.sampled_from(Measurable), percents),
    st.lists(verdicts, max_size=4).map(tuple),
    st.frozensets(codes),
)


def everything_done(at=datetime(2026, 6, 14, 12, tzinfo=UTC)) -> Facts:
    """Full marks in everything, on one day."""
    return Facts(
        {code: a_result(Attempt(True, Decimal(100), at)) for code in CODES},
        dict.fromkeys(Measurable, Decimal(100)),
        tuple(Verdict(kind, code, True, at) for kind in JudgementKind for code in JUDGED),
        frozenset(CODES),
    )


def better(known: Facts, by: Facts) -> Facts:
    """`known`, and the good parts of `by`: all but what was failed."""
    before = {code: result.attempts for code, result in known.results.items()}
    good = {
        code: [each for each in result.attempts if each.passed is not False]
        for code, result in by.results.items()
    }
    more = {code: a_result(*before.get(code, ()), *new) for code, new in good.items() if new}
    highest = {
        what: max(known.measures.get(what, value), value) for what, value in by.measures.items()
    }
    return Facts(
        {**known.results, **more},
        {**known.measures, **highest},
        known.judgements,
        known.held | by.held,
    )


def later(moment: datetime) -> datetime:
    return moment + timedelta(days=1)
