"""Problems: what nobody could meet is named, with the place where it stands."""

from decimal import Decimal

import pytest
from hypothesis import given

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import (
    AtLeast,
    Completed,
    Measurable,
    Measured,
    Passed,
    Scored,
    Surroundings,
    problems_of,
)

from .criteria_by_chance import (
    CODES,
    everything_done,
    trees,
    trees_without_periods,
)

MODULES = {"quiz": "Final quiz", "log": "Practical log", "intro": "Intro"}
COURSES = {"first-aid": "First Aid", "trainer": "Trainer", "basics": "Basics"}
JANUARY = {"from": "2026-01-01", "until": "2026-01-31"}
MARCH = {"from": "2026-03-01", "until": "2026-03-31"}


ALONE = Surroundings()


def found(written, around=ALONE):
    return problems_of(criteria.from_json(written), MODULES, COURSES, around)


def only(problems):
    (problem,) = problems
    return str(problem.weight), problem.code, problem.path


def test_a_module_that_the_version_lacks_is_named():
    (problem,) = found({"all": [{"passed": "quiz"}, {"any": [{"passed": "exam"}]}]})
    assert (problem.words, problem.path) == (
        "This version has no module “exam”.",
        "/all/1/any/0",
    )
    assert problem.is_contradiction


def test_more_parts_than_there_are_cannot_be_met():
    (problem,) = found({"at_least": 3, "of": [{"passed": "quiz"}, {"completed": "log"}]})
    assert problem.words == "At least 3 are asked for, and there are 2."


def test_at_least_none_asks_for_nothing():
    problems = problems_of(AtLeast(0, (Passed("quiz"),)), MODULES, COURSES)
    assert only(problems) == ("contradiction", "count", "")


@pytest.mark.parametrize(
    "criterion",
    [
        Scored("quiz", Decimal("100.01")),
        Measured(Measurable.ATTENDANCE_PERCENT, Decimal(101)),
    ],
)
def test_more_than_everything_cannot_be_reached(criterion):
    assert only(problems_of(criterion, MODULES, COURSES)) == ("contradiction", "percent", "")


def test_nobody_attends_more_hours_than_the_sessions_have():
    (problem,) = found({"attended": {"hours": 20}}, Surroundings(session_hours=Decimal("16.50")))
    assert problem.words == (
        "The sessions of this version have 16.5 hours in all; nobody can attend 20."
    )
    assert not found({"attended": {"hours": 20}})


def test_a_period_ends_after_it_starts():
    backwards = {"from": "2026-12-31", "until": "2026-01-01"}
    (problem,) = found({"within": backwards, "of": {"passed": "quiz"}})
    assert problem.words == (
        "The period between 31 December 2026 and 1 January 2026 ends before it starts."
    )


def test_a_period_inside_a_period_has_a_day_in_common_with_it():
    inner = {"within": MARCH, "of": {"passed": "quiz"}}
    assert only(found({"within": JANUARY, "of": inner})) == ("contradiction", "periods", "/of")


@pytest.mark.parametrize("total", [{"posts": 5}, {"attended": {"percent": 80}}])
def test_totals_have_no_dates(total):
    written = {"within": JANUARY, "of": {"all": [{"passed": "quiz"}, total]}}
    assert only(found(written)) == ("contradiction", "undated", "/of/all/1")


def test_the_same_in_two_periods_has_to_be_done_twice():
    twice = [{"within": when, "of": {"passed": "quiz"}} for when in (JANUARY, MARCH)]
    assert only(found({"all": twice})) == ("warning", "twice", "/all/1/of")
    assert not found({"any": twice})


@pytest.mark.parametrize(
    "leaf",
    [
        {"scored": "quiz", "at_least": 60, "attempt": "last"},
    ],
)
def test_what_stands_twice_is_a_warning(leaf):
    assert only(found({"any": [leaf, {"passed": "log"}, leaf]})) == (
        "warning",
        "repeated",
        "/any/2",
    )


def test_what_another_part_asks_for_already_is_a_warning():
    lower, higher = ({"scored": "quiz", "at_least": percent} for percent in (60, 80))
    assert only(found({"all": [lower, {"all": [higher]}]})) == ("warning", "weaker", "/all/1/all/0")
    assert not found({"any": [lower, higher]})


def test_the_last_attempt_at_sixty_still_says_something_beside_the_best_at_eighty():
    last = {"scored": "quiz", "at_least": 60, "attempt": "last"}
    assert not found({"all": [last, {"scored": "quiz", "at_least": 80}]})


def test_a_course_that_does_not_exist_is_named():
    assert only(found({"holds": "nursing"})) == ("contradiction", "course", "")


def test_a_course_cannot_ask_for_its_own_certificate():
    (problem,) = found({"holds": "first-aid"}, Surroundings(course="first-aid"))
    assert problem.words == (
        "Nobody could begin: each certificate asks for the next (first-aid → first-aid)."
    )


def test_courses_cannot_wait_for_each_other():
    asks_for = {"trainer": frozenset({"basics"}), "basics": frozenset({"first-aid", "trainer"})}
    around = Surroundings(course="first-aid", asks_for=asks_for)
    (problem,) = found({"holds": "trainer"}, around)
    assert "(first-aid → trainer → basics → first-aid)" in problem.words
    assert not found({"holds": "trainer"}, Surroundings("nursing", None, asks_for))


def test_one_code_cannot_stand_for_two_things():
    parts = [
        {"evaluated": "practice", "as": "Simulation"},
        {"evaluated": "practice", "as": "Drill"},
    ]
    assert only(found({"all": parts})) == ("contradiction", "code", "")


@given(trees_without_periods)
def test_what_is_no_contradiction_can_be_met(criterion):
    titles = dict.fromkeys(CODES, "-")
    contradictions = [p for p in problems_of(criterion, titles, titles) if p.is_contradiction]
    assert contradictions or criteria.decide(criterion, everything_done()).met


@given(trees)
def test_every_path_leads_to_a_part(criterion):
    for problem in problems_of(criterion, {}, {}):
        found = criteria.to_json(criterion)
        for step in problem.path.split("/")[1:]:
            found = found[int(step)] if isinstance(found, list) else found[step]
        criteria.from_json(found)


def test_nothing_is_wrong_with_an_ordinary_criterion():
    written = {"all": [{"completed": "intro"}, {"scored": "quiz", "at_least": 60}]}
    assert found(written) == ()
    assert Completed("intro") in criteria.from_json(written).parts
