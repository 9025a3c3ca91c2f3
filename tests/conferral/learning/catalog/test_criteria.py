"""Criteria: decisions that do not depend on order, and that say what is still to do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import All, Any, Completed, Passed, Result, Scored

CODES = ("intro", "log", "quiz", "exam")
codes = st.sampled_from(CODES)
percents = st.decimals(0, 100, places=2)
leaves = st.builds(Completed, codes) | st.builds(Passed, codes) | st.builds(Scored, codes, percents)


def groups(parts):
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.builds(All, some) | st.builds(Any, some)


trees = st.recursive(leaves, groups, max_leaves=8)
results = st.builds(
    Result, st.just(True), st.none() | st.booleans(), st.none() | percents
)  # What the register knows of: completed modules.
facts = st.dictionaries(codes, results)


def as_json(criterion):
    match criterion:
        case Completed(module):
            return {"completed": module}
        case Passed(module):
            return {"passed": module}
        case Scored(module, at_least):
            return {"scored": module, "at_least": str(at_least)}
        case All(parts):
            return {"all": [as_json(part) for part in parts]}
        case Any(parts):
            return {"any": [as_json(part) for part in parts]}


@given(trees)
def test_a_criterion_is_what_its_json_says(criterion):
    assert criteria.from_json(as_json(criterion)) == criterion


@given(trees, facts)
def test_something_is_still_to_do_exactly_while_it_is_not_met(criterion, known):
    decision = criterion.decide(known, {})
    assert decision.met == (not decision.still_to_do)


@given(st.lists(trees, min_size=1, max_size=4), st.randoms(), facts)
def test_the_order_of_the_parts_changes_no_decision(parts, chance, known):
    shuffled = chance.sample(parts, len(parts))
    for group in (All, Any):
        met = group(tuple(parts)).decide(known, {}).met
        assert group(tuple(shuffled)).decide(known, {}).met == met


@given(trees, facts)
def test_what_is_not_asked_about_changes_nothing(criterion, known):
    asked = {code: known[code] for code in criteria.modules_of(criterion) & known.keys()}
    assert criterion.decide(asked, {}) == criterion.decide(known, {})


@given(trees)
def test_passing_everything_with_full_marks_meets_any_criterion(criterion):
    best = {code: Result(passed=True, score=Decimal(100)) for code in CODES}
    assert criterion.decide(best, {}).met


@given(trees)
def test_nobody_earns_anything_by_doing_nothing(criterion):
    assert not criterion.decide({}, {}).met


@pytest.mark.parametrize(
    ("result", "met"),
    [
        (None, False),
        (Result(completed=False), False),
        (Result(), True),
        (Result(passed=True), True),
        (Result(passed=False), False),
    ],
)
def test_completed_asks_for_done_and_not_failed(result, met):
    assert Completed("quiz").decide({"quiz": result} if result else {}, {}).met is met


@pytest.mark.parametrize(("passed", "met"), [(None, False), (False, False), (True, True)])
def test_passed_asks_for_a_pass(passed, met):
    assert Passed("quiz").decide({"quiz": Result(passed=passed)}, {}).met is met


@pytest.mark.parametrize(("score", "met"), [(None, False), ("59.99", False), ("60", True)])
def test_scored_asks_for_so_many_percent(score, met):
    known = {"quiz": Result(score=None if score is None else Decimal(score))}
    assert Scored("quiz", Decimal(60)).decide(known, {}).met is met


def test_a_learner_is_told_what_is_still_to_do_by_the_titles_of_the_modules():
    criterion = All((Completed("intro"), Scored("quiz", Decimal(60))))
    decision = criterion.decide({"quiz": Result(score=Decimal("40.50"))}, {"quiz": "Final quiz"})
    assert decision.still_to_do == (
        "Complete “intro”.",
        "Score at least 60 % in “Final quiz”; the best so far is 40.5 %.",
    )


def test_of_two_ways_both_are_told():
    decision = Any((Passed("quiz"), Completed("log"))).decide({}, {})
    assert decision.still_to_do == ("Pass “quiz”. Or: Complete “log”.",)


def test_a_criterion_can_be_read_aloud():
    criterion = All((Completed("a"), Passed("b"), Any((Scored("c", Decimal(60)), Passed("c")))))
    assert criteria.narrative(criterion, {"c": "Exam"}) == (
        "To earn it, complete “a”, pass “b” and score at least 60 % in “Exam” or pass “Exam”."
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        "quiz",
        {"passed": 3},
        {"all": []},
        {"any": []},
        {"all": "quiz"},
        {"scored": "quiz"},
        {"scored": "quiz", "at_least": "many"},
        {"scored": "quiz", "at_least": None},
        {"scored": "quiz", "at_least": "NaN"},
        {"all": [{"passed": "quiz"}, {"fancied": "quiz"}]},
        {"passed": "quiz", "completed": "quiz"},
    ],
)
def test_what_is_no_criterion_is_refused_by_name(value):
    with pytest.raises(ValueError, match="not a criterion"):
        criteria.from_json(value)
