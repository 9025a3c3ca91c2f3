"""States in words: completed, passed, failed, not completed, in the languages of our learners."""

import re
from enum import StrEnum
from functools import lru_cache

from . import words
from .headers import key
from .unreadable import shown

LONGEST = 200  # characters
_DETAIL = re.compile(r"(?P<head>[^()]+)\((?P<detail>[^()]+)\)")


class State(StrEnum):
    COMPLETED = "completed"
    PASSED = "passed"
    FAILED = "failed"
    NOT_COMPLETED = "not completed"
    NOTHING = "nothing yet"


class BadState(ValueError):
    """Not a state; the message is the rest of a sentence."""


@lru_cache(maxsize=1024)
def read(text: str) -> State:
    """The state that the cell tells; raises BadState if it tells none."""
    plain = text.strip()
    if len(plain) > LONGEST:
        raise _unknown(plain)
    if plain.casefold() in words.NOTHING:
        return State.NOTHING
    if plain.startswith("="):
        raise BadState(f"{shown(plain)} is a formula. Paste the state as a value.")
    if state := _KNOWN.get(key(plain) or plain):
        return state
    match = _DETAIL.fullmatch(plain)
    if match and _KNOWN.get(key(match["head"])) is State.COMPLETED:
        return _with_detail(match["detail"], plain)
    raise _unknown(plain)


def is_plain(text: str) -> bool:
    """Whether the cell can only be a state: "Completed" is, "yes" or "1" may mean anything."""
    try:
        return read(text) is not State.NOTHING and len(key(text)) > 4
    except BadState:
        return False


_KNOWN: dict[str, State] = {
    word: state
    for state, known in (
        (State.COMPLETED, words.COMPLETED),
        (State.PASSED, words.PASSED),
        (State.FAILED, words.FAILED),
        (State.NOT_COMPLETED, words.NOT_COMPLETED),
    )
    for word in known
}


def _with_detail(detail: str, whole: str) -> State:
    """Moodle: "Completed (achieved pass grade)", "Completed (did not achieve pass grade)"."""
    if (state := _KNOWN.get(key(detail))) in {State.PASSED, State.FAILED}:
        return State(state)
    if not any(word in key(detail) for word in words.PASS_MARK):
        raise _unknown(whole)
    said = {key(word) for word in re.split(r"[\s'’]+", detail)}
    return State.FAILED if said & words.NEGATION else State.PASSED


def _unknown(text: str) -> BadState:
    return BadState(
        f"{shown(text)} is not a state that we know. Write Completed, Passed, Failed or "
        "Not completed."
    )
