"""Looking back: what came after an award was made takes nothing back."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given

from conferral.learning.catalog.criteria import (
    All,
    Attempt,
    Evaluated,
    Facts,
    JudgementKind,
    Scored,
    Verdict,
    Which,
    decide,
    was_met,
)

from .criteria_by_chance import a_result, facts, later, trees, trees_without_periods

MARCH = datetime(2026, 3, 3, 9, tzinfo=UTC)
ASKED = All((Scored("quiz", Decimal(60), Which.LAST), Evaluated("practice", "Simulation")))


@given(trees, facts)
def test_what_is_met_was_met(criterion, known):
    if decide(criterion, known).met:
        assert was_met(criterion, known).met


@given(trees_without_periods, facts)
def test_no_later_no_takes_anything_back(criterion, known):
    if not decide(criterion, known).met:
        return
    nos = tuple(replace(each, yes=False, at=later(each.at)) for each in known.judgements)
    assert was_met(criterion, replace(known, judgements=known.judgements + nos)).met


def test_a_worse_attempt_and_a_later_no_take_nothing_back():
    passed, worse = Attempt(None, Decimal(80), MARCH), Attempt(None, Decimal(20), later(MARCH))
    yes = Verdict(JudgementKind.EVALUATION, "practice", True, MARCH)
    known = Facts(
        {"quiz": a_result(passed, worse)},
        judgements=(yes, replace(yes, yes=False, at=later(MARCH))),
    )
    assert not decide(ASKED, known).met
    assert was_met(ASKED, known).met


def test_what_never_was_did_not_become_so():
    assert not was_met(ASKED, Facts({"quiz": a_result(Attempt(None, Decimal(50), MARCH))})).met
