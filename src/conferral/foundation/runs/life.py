"""The life of a run: which states there are, and what leads to which. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conferral.foundation.refusal import Refused


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"  # Everything was tried; what failed may be tried again.
    CANCELLED = "cancelled"


class Verb(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    FINISH = "finish"  # Nobody's: the slice that was the last one does it.


@dataclass(frozen=True)
class Marks:
    """What the row says."""

    paused_at: datetime | None = None
    ended_at: datetime | None = None
    cancelled_at: datetime | None = None


TRANSITIONS: dict[Verb, dict[State, State]] = {
    Verb.PAUSE: {State.RUNNING: State.PAUSED},
    Verb.RESUME: {State.PAUSED: State.RUNNING},
    Verb.CANCEL: {State.RUNNING: State.CANCELLED, State.PAUSED: State.CANCELLED},
    Verb.RETRY: {State.RUNNING: State.RUNNING, State.DONE: State.RUNNING},
    # A slice that was under way when somebody paused it may have been the last one.
    Verb.FINISH: {State.RUNNING: State.DONE, State.PAUSED: State.DONE},
}
_IS_SO = {
    State.RUNNING: "It is running.",
    State.PAUSED: "It is paused.",
    State.DONE: "It is done already.",
    State.CANCELLED: "It was cancelled.",
}


def state_of(marks: Marks) -> State:
    if marks.cancelled_at:
        return State.CANCELLED
    if marks.ended_at:
        return State.DONE
    return State.PAUSED if marks.paused_at else State.RUNNING


def after(state: State, verb: Verb) -> State:
    """The state that `verb` leads to. Refused: it does not lead anywhere from here."""
    to = TRANSITIONS[verb].get(state)
    if to is None:
        raise Refused(_IS_SO[state])
    return to
