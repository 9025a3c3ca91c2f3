"""A run is in one state, and gets out of it as the table says."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.refusal import Refused
from conferral.foundation.runs import life
from conferral.foundation.runs.life import TRANSITIONS, Marks, State, Verb

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        (Marks(), State.RUNNING),
        (Marks(paused_at=NOW), State.PAUSED),
        (Marks(ended_at=NOW), State.DONE),
        (Marks(cancelled_at=NOW), State.CANCELLED),
    ],
)
def test_the_state_is_read_off_the_moments(marks, state):
    assert life.state_of(marks) is state


@given(state=st.sampled_from(State), verb=st.sampled_from(Verb))
def test_a_deed_is_done_where_the_table_has_it_and_refused_in_words_elsewhere(state, verb):
    if state in TRANSITIONS[verb]:
        assert life.after(state, verb) is TRANSITIONS[verb][state]
    else:
        with pytest.raises(Refused, match=r"^[A-Z].*\.$"):
            life.after(state, verb)


def test_every_state_is_reached_and_nothing_leads_out_of_what_was_cancelled():
    reached = {State.RUNNING} | {to for table in TRANSITIONS.values() for to in table.values()}
    assert reached == set(State)
    assert not [verb for verb, table in TRANSITIONS.items() if State.CANCELLED in table]


def test_whatever_is_not_over_can_end():
    assert TRANSITIONS[Verb.FINISH].keys() == TRANSITIONS[Verb.CANCEL].keys()
    assert TRANSITIONS[Verb.FINISH].keys() == {State.RUNNING, State.PAUSED}
