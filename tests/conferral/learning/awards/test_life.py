from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.awards import life
from conferral.learning.awards.life import TRANSITIONS, Marks, Need, State, Verb
from conferral.learning.awards.settling import WaitsFor

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DAY = timedelta(days=1)
ISSUED = Marks(issued_at=NOW - DAY)


@pytest.mark.parametrize("waits_for", WaitsFor)
def test_whatever_an_award_waits_for_is_a_state(waits_for):
    assert life.state_of(Marks(waits_for), NOW) in life.transition(Verb.SETTLE).origins


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        (ISSUED, State.ISSUED),
        (replace(ISSUED, valid_until=NOW), State.ISSUED),  # Its last second counts.
        (replace(ISSUED, valid_until=NOW - DAY), State.EXPIRED),
        (replace(ISSUED, valid_until=NOW - DAY, is_renewed=True), State.RENEWED),
        (replace(ISSUED, is_renewed=True, suspended_at=NOW), State.SUSPENDED),
        (replace(ISSUED, suspended_at=NOW, revoked_at=NOW), State.REVOKED),
        (replace(ISSUED, revoked_at=NOW, is_replaced=True), State.REPLACED),
        (Marks(rejected_at=NOW, waits_for=WaitsFor.MODERATION), State.REJECTED),
    ],
)
def test_what_weighs_most_is_the_state(marks, state):
    assert life.state_of(marks, NOW) is state


def test_every_verb_stands_in_the_table_once():
    assert sorted(each.verb for each in TRANSITIONS) == sorted(Verb)


def test_every_state_can_be_reached():
    reached = {State.EARNED, *life.transition(Verb.SETTLE).origins}
    reached |= {each.to for each in TRANSITIONS}
    assert reached == set(State)


def test_nothing_leads_out_of_what_is_replaced():
    assert not [each for each in TRANSITIONS if State.REPLACED in each.origins]


def test_an_appeal_alone_leads_out_of_what_is_rejected():
    assert [each.verb for each in TRANSITIONS if State.REJECTED in each.origins] == [Verb.ACCEPT]


def test_no_certificate_is_issued_twice():
    assert life.transition(Verb.ISSUE).origins == {State.EARNED}


def test_whatever_takes_something_from_a_learner_says_why():
    for verb in (Verb.HOLD, Verb.REJECT, Verb.SUSPEND, Verb.REVOKE, Verb.REPLACE):
        assert Need.WORDS in life.transition(verb).needs


@given(state=st.sampled_from(State), verb=st.sampled_from(Verb))
def test_a_deed_is_done_where_the_table_has_it_and_refused_in_words_elsewhere(state, verb):
    known = life.transition(verb)
    if state in known.origins:
        assert life.after(state, verb) is known.to
    else:
        with pytest.raises(Refused, match=r"^[A-Z].*\.$"):
            life.after(state, verb)


def test_only_those_with_the_right_are_offered_a_deed():
    assert life.verbs_for(State.ISSUED, {Right.REVOKE}) == [
        Verb.SUSPEND,
        Verb.REVOKE,
        Verb.REPLACE,
    ]
    assert life.verbs_for(State.ISSUED, {Right.SEE_REGISTER}) == []
    assert life.verbs_for(State.AWAITING_RELEASE, {Right.RELEASE}) == [Verb.HOLD, Verb.RELEASE]
