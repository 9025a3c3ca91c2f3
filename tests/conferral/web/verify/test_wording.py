"""Every state has its words, and only a valid one is green."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cast import an_issued_credential
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.record import State
from conferral.web.verify import facts, wording
from credkit.verify import Check, CheckCode, Outcome, Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def judgement():
    return judge_ours(find(an_issued_credential().number), timezone.now())


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_headline_and_something_to_do(judgement, state):
    banner = wording.banner(replace(judgement, status=state))
    assert banner.headline
    assert banner.sentence
    assert banner.then


@pytest.mark.parametrize("state", State)
def test_only_valid_is_green(judgement, state):
    banner = wording.banner(replace(judgement, status=state))
    assert (banner.tone == "good") is (state is State.VALID)


@pytest.mark.parametrize("state", State)
def test_a_name_is_shown_where_the_paper_is(judgement, state):
    shown = facts.facts(judgement.record, state)
    names = [fact for fact in shown if fact.label == "Holder"]
    assert bool(names) is facts.shows_everything(state)


def test_when_it_was_checked_is_said_in_the_issuers_own_time(judgement):
    at = datetime(2026, 11, 21, 16, 14, tzinfo=UTC)
    banner = wording.banner(replace(judgement, checked_at=at))
    assert "21 November 2026, 18:14 SAST" in banner.then


def test_all_four_answers_are_yes_for_a_good_one(judgement):
    assert [answer.outcome for answer in wording.answers(judgement)] == [Outcome.PASSED] * 4


@pytest.mark.parametrize(
    ("code", "place"), [(CheckCode.SIGNATURE, 1), (CheckCode.STATUS, 2), (CheckCode.LOG, 3)]
)
def test_a_failed_check_fails_its_answer(judgement, code, place):
    checks = tuple(
        Check(code, Outcome.FAILED) if check.code is code else check
        for check in judgement.verdict.checks
    )
    failed = replace(judgement, verdict=Verdict(judgement.verdict.status, checks))
    assert wording.answers(failed)[place].outcome is Outcome.FAILED


def test_a_check_that_was_not_made_is_no_yes(judgement):
    unmade = replace(judgement, verdict=Verdict(judgement.verdict.status, ()))
    assert Outcome.PASSED not in [answer.outcome for answer in wording.answers(unmade)[1:]]
