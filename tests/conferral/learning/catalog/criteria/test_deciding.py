"""Deciding: it depends on nothing but the facts, and says what is still to do."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.catalog import criteria
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
    State,
    Titles,
    Verdict,
    Which,
    Within,
    decide,
)

from .criteria_by_chance import (
    a_result,
    better,
    everything_done,
    facts,
    steady_trees,
    trees,
    trees_without_periods,
)

MARCH = datetime(2026, 3, 3, 9, tzinfo=UTC)
JUNE = datetime(2026, 6, 14, 9, tzinfo=UTC)


def knowing(**results: Result) -> Facts:
    return Facts(results)


def only_step(criterion, known):
    (step,) = decide(criterion, known).steps
    return step


@given(trees, facts)
def test_something_is_still_to_do_exactly_while_it_is_not_met(criterion, known):
    decision = decide(criterion, known)
    assert decision.met == (not decision.still_to_do)
    assert all(decision.still_to_do)


@given(steady_trees, facts, facts)
def test_who_has_met_it_never_unmeets_it_by_doing_more(criterion, known, more):
    if decide(criterion, known).met:
        assert decide(criterion, better(known, more)).met


@given(st.lists(trees, min_size=1, max_size=4), st.randoms(), facts)
def test_the_order_of_the_parts_changes_no_decision(parts, chance, known):
    shuffled = tuple(chance.sample(parts, len(parts)))
    for group in (All, Any, lambda them: AtLeast(2, them)):
        assert decide(group(shuffled), known).met == decide(group(tuple(parts)), known).met


@given(trees, facts, st.randoms())
def test_order_and_repetition_of_facts_change_nothing(criterion, known, chance):
    verdicts = [*known.judgements, *known.judgements]
    mixed = {
        code: a_result(*chance.sample(result.attempts * 2, len(result.attempts) * 2))
        for code, result in known.results.items()
    }
    again = Facts(mixed, known.measures, tuple(chance.sample(verdicts, len(verdicts))), known.held)
    assert decide(criterion, again) == decide(criterion, known)


@given(trees, facts)
def test_what_is_not_asked_about_changes_nothing(criterion, known):
    asked = {
        code: known.results[code] for code in criteria.modules_of(criterion) & {*known.results}
    }
    held = known.held & criteria.courses_of(criterion)
    less = Facts(asked, known.measures, known.judgements, held)
    assert decide(criterion, less) == decide(criterion, known)


@given(trees_without_periods)
def test_doing_everything_with_full_marks_meets_any_criterion(criterion):
    assert decide(criterion, everything_done()).met


@given(trees)
def test_nobody_earns_anything_by_doing_nothing(criterion):
    assert not decide(criterion, Facts()).met


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (None, State.NO_DATA),
        (Result(completed=False), State.TO_DO),
        (Result(), State.DONE),
        (Result(passed=True), State.DONE),
        (Result(passed=False), State.FAILED),
    ],
)
def test_completed_asks_for_done_and_not_failed(result, state):
    known = knowing(quiz=result) if result else Facts()
    assert only_step(Completed("quiz"), known).state is state


@pytest.mark.parametrize(
    ("passed", "state"), [(None, State.TO_DO), (False, State.FAILED), (True, State.DONE)]
)
def test_passed_asks_for_a_pass(passed, state):
    assert only_step(Passed("quiz"), knowing(quiz=Result(passed=passed))).state is state


@pytest.mark.parametrize(
    ("score", "state"), [(None, State.NO_DATA), ("59.99", State.FAILED), ("60", State.DONE)]
)
def test_scored_asks_for_so_many_percent(score, state):
    known = knowing(quiz=Result(score=None if score is None else Decimal(score)))
    assert only_step(Scored("quiz", Decimal(60)), known).state is state


def test_the_best_attempt_counts_unless_the_last_is_asked_for():
    tried = a_result(Attempt(None, Decimal(90), MARCH), Attempt(None, Decimal(50), JUNE))
    assert decide(Scored("quiz", Decimal(60)), knowing(quiz=tried)).met
    last = decide(Scored("quiz", Decimal(60), Which.LAST), knowing(quiz=tried))
    assert last.still_to_do == (
        "Score at least 60 % in “quiz” in the last attempt; your last is 50 %.",
    )


def test_an_attempt_without_a_date_is_earlier_than_any_other():
    tried = a_result(Attempt(None, Decimal(90)), Attempt(None, Decimal(50), MARCH))
    assert not decide(Scored("quiz", Decimal(60), Which.LAST), knowing(quiz=tried)).met


def test_of_two_attempts_in_one_moment_the_better_is_the_last():
    tried = a_result(Attempt(None, Decimal(90), JUNE), Attempt(None, Decimal(50), JUNE))
    assert decide(Scored("quiz", Decimal(60), Which.LAST), knowing(quiz=tried)).met


@pytest.mark.parametrize(
    ("so_far", "state"), [(None, State.NO_DATA), (79, State.TO_DO), (80, State.DONE)]
)
def test_a_total_is_begun_before_it_is_reached(so_far, state):
    what = Measurable.ATTENDANCE_PERCENT
    known = Facts(measures={} if so_far is None else {what: Decimal(so_far)})
    assert only_step(Measured(what, Decimal(80)), known).state is state


def test_a_total_says_how_far_it_is():
    known = Facts(measures={Measurable.REVIEWS_GIVEN: Decimal(1)})
    step = only_step(Measured(Measurable.REVIEWS_GIVEN, Decimal(3)), known)
    assert step.words == "Give at least 3 peer reviews; so far it is 1 peer review."
    assert step.data == {"what": "peer reviews given", "at_least": "3", "so_far": "1"}


def test_the_newest_verdict_of_a_human_counts():
    not_yet = Verdict(JudgementKind.EVALUATION, "practice", False, MARCH)
    competent = Verdict(JudgementKind.EVALUATION, "practice", True, JUNE)
    asked = Evaluated("practice", "Practical simulation")
    assert decide(asked, Facts(judgements=(competent, not_yet))).met
    step = only_step(asked, Facts(judgements=(not_yet,)))
    assert (step.state, step.words) == (
        State.FAILED,
        "Be found competent in “Practical simulation”; the answer of 3 March 2026 was: not yet.",
    )


def test_an_evaluation_confirms_nothing():
    verdict = Verdict(JudgementKind.EVALUATION, "identity", True, MARCH)
    known = Facts(judgements=(verdict,))
    assert only_step(Confirmed("identity", "Identity"), known).state is State.NO_DATA


def test_a_certificate_that_is_asked_for_must_be_held():
    asked, titles = Holds("first-aid"), Titles(courses={"first-aid": "Workplace First Aid"})
    assert decide(asked, Facts(held=frozenset({"first-aid"}))).met
    assert decide(asked, Facts(), titles).still_to_do == (
        "Hold a valid certificate of “Workplace First Aid”.",
    )


def test_only_what_is_dated_in_the_period_counts():
    in_2026 = Within(date(2026, 6, 1), date(2026, 6, 30), Scored("quiz", Decimal(60)))
    tried = a_result(Attempt(None, Decimal(90), MARCH), Attempt(None, Decimal(50), JUNE))
    assert decide(in_2026, knowing(quiz=tried)).still_to_do == (
        "Score at least 60 % in “quiz”; your best so far is 50 %. "
        "Only what is dated between 1 June 2026 and 30 June 2026 counts.",
    )
    assert not decide(in_2026, knowing(quiz=Result(score=Decimal(90)))).met


def test_both_days_of_a_period_belong_to_it():
    for at in (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 30, 23, 59, tzinfo=UTC)):
        june = Within(date(2026, 6, 1), date(2026, 6, 30), Passed("quiz"))
        assert decide(june, knowing(quiz=Result(passed=True, at=at))).met


def test_a_learner_is_told_what_is_still_to_do_by_the_titles_of_the_modules():
    criterion = All((Completed("intro"), Scored("quiz", Decimal(60))))
    known = knowing(quiz=Result(score=Decimal("40.50")))
    assert decide(criterion, known, Titles({"quiz": "Final quiz"})).still_to_do == (
        "Complete “intro”.",
        "Score at least 60 % in “Final quiz”; your best so far is 40.5 %.",
    )


def test_of_two_ways_both_are_told():
    decision = decide(Any((Passed("quiz"), Completed("log"))), Facts())
    assert decision.still_to_do == ("Pass “quiz”. Or: Complete “log”.",)


def test_of_a_choice_it_is_told_how_many_more():
    criterion = AtLeast(3, tuple(Completed(code) for code in ("a", "b", "c", "d")))
    decision = decide(criterion, knowing(a=Result()))
    assert decision.still_to_do == (
        "2 more of these 3: (1) Complete “b”. (2) Complete “c”. (3) Complete “d”.",
    )


def test_where_no_choice_is_left_everything_is_told_for_itself():
    criterion = AtLeast(2, (Completed("a"), Completed("b")))
    assert decide(criterion, Facts()).still_to_do == ("Complete “a”.", "Complete “b”.")


def test_a_choice_has_failed_only_when_every_way_has():
    one_way_open = knowing(quiz=Result(passed=False))
    criterion = Any((Passed("quiz"), Passed("exam")))
    assert only_step(criterion, one_way_open).state is State.TO_DO
    none_open = knowing(quiz=Result(passed=False), exam=Result(passed=False))
    assert only_step(criterion, none_open).state is State.FAILED


def test_what_was_done_is_listed_beside_what_is_not():
    decision = decide(All((Completed("a"), Completed("b"))), knowing(a=Result()))
    assert [step.state for step in decision.steps] == [State.DONE, State.NO_DATA]


def test_a_decision_can_be_sent_to_a_machine():
    known = knowing(exam=Result(score=Decimal(48)))
    criterion = Any((Scored("exam", Decimal(60)), Completed("log")))
    assert decide(criterion, known).to_json() == {
        "met": False,
        "steps": [
            {
                "code": "any",
                "state": "to do",
                "words": "Score at least 60 % in “exam”; your best so far is 48 %. "
                "Or: Complete “log”.",
                "still": 1,
                "of": 2,
                "parts": [
                    {
                        "code": "scored",
                        "state": "failed",
                        "words": "Score at least 60 % in “exam”; your best so far is 48 %.",
                        "module": "exam",
                        "at_least": "60",
                        "attempt": "best",
                        "score": "48",
                    },
                    {
                        "code": "completed",
                        "state": "no data",
                        "words": "Complete “log”.",
                        "module": "log",
                    },
                ],
            }
        ],
    }


def test_a_choice_that_asks_for_more_than_there_is_says_so():
    decision = decide(AtLeast(3, (Completed("a"),)), knowing(a=Result()))
    assert decision.still_to_do == ("Nobody can do this: more is asked for than there is.",)
