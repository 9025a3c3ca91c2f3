"""The life of an award and its certificate: which states there are, and what leads to which.

Nothing here is stored. Rows keep moments (`held_at`, `revoked_at` …) and constraints keep them
sound; the state is read off them, so that it cannot say anything else than they do. Every action
asks `after` under its lock, before it writes: of two people at once the second reads why not.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.awards.settling import WaitsFor


class State(StrEnum):
    """Where an award and its newest certificate are; of an older certificate, where that is."""

    EARNED = "earned"  # Nothing keeps it: the belt issues it.
    HELD = "held"
    AWAITING_APPROVAL = "awaiting approval"
    AWAITING_MODERATION = "awaiting moderation"
    AWAITING_ACCREDITATION = "awaiting accreditation"
    AWAITING_RELEASE = "awaiting release"
    REJECTED = "rejected"
    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPLACED = "replaced"
    RENEWED = "renewed"  # Another one goes on from it; this one counts to its own end.
    EXPIRED = "expired"


class Verb(StrEnum):
    SETTLE = "settle"
    HOLD = "hold"
    LET_GO = "let go"
    RELEASE = "release"
    UPHOLD = "uphold"
    REJECT = "reject"
    ACCEPT = "accept"
    ISSUE = "issue"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    REPLACE = "replace"
    RENEW = "renew"
    EXPIRE = "expire"


class Need(StrEnum):
    """What a deed is not done without."""

    WORDS = "words"  # Why, in a sentence; of a certificate the public reads it.
    CODE = "code"  # A code for machines: `credentials/issuing/reasons.py`.
    SUCCESSOR = "successor"  # Another certificate, made in the same transaction.


@dataclass(frozen=True)
class Transition:
    """`right`: None where nobody decides: the belt does it, or time."""

    verb: Verb
    origins: frozenset[State]
    to: State
    right: Right | None = None
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True)
class Marks:
    """What the rows say of one award, and of one certificate of it if there is any."""

    waits_for: WaitsFor = WaitsFor.NOTHING
    rejected_at: datetime | None = None
    issued_at: datetime | None = None
    valid_until: datetime | None = None
    suspended_at: datetime | None = None
    revoked_at: datetime | None = None
    is_replaced: bool = False
    is_renewed: bool = False


_WAITING = {
    WaitsFor.NOTHING: State.EARNED,
    WaitsFor.HOLD: State.HELD,
    WaitsFor.APPROVAL: State.AWAITING_APPROVAL,
    WaitsFor.MODERATION: State.AWAITING_MODERATION,
    WaitsFor.ACCREDITATION: State.AWAITING_ACCREDITATION,
    WaitsFor.RELEASE: State.AWAITING_RELEASE,
}
_UNISSUED = frozenset(_WAITING.values())
_COUNTING = frozenset({State.ISSUED, State.EXPIRED, State.RENEWED})
_SAID = frozenset({Need.WORDS, Need.CODE})

# Settling moves an award between the states in which it waits, wherever its obstacles put it;
# it is named once, with the state in which nothing is left. Reinstating puts a certificate back
# to where time has brought it meanwhile: issued, renewed or expired.
TRANSITIONS = (
    Transition(Verb.SETTLE, _UNISSUED, State.EARNED),
    Transition(
        Verb.HOLD,
        _UNISSUED - {State.HELD},
        State.HELD,
        Right.RELEASE,
        frozenset({Need.WORDS}),
    ),
    Transition(Verb.LET_GO, frozenset({State.HELD}), State.EARNED, Right.RELEASE),
    Transition(Verb.RELEASE, frozenset({State.AWAITING_RELEASE}), State.EARNED, Right.RELEASE),
    Transition(Verb.UPHOLD, _UNISSUED, State.EARNED, Right.MODERATE),
    Transition(Verb.REJECT, _UNISSUED, State.REJECTED, Right.MODERATE, frozenset({Need.WORDS})),
    Transition(  # After an appeal: what else keeps it is settled again.
        Verb.ACCEPT,
        frozenset({State.REJECTED}),
        State.EARNED,
        Right.ANSWER,
        frozenset({Need.WORDS}),
    ),
    Transition(Verb.ISSUE, frozenset({State.EARNED}), State.ISSUED),
    Transition(Verb.SUSPEND, _COUNTING, State.SUSPENDED, Right.REVOKE, _SAID),
    Transition(Verb.REINSTATE, frozenset({State.SUSPENDED}), State.ISSUED, Right.REVOKE, _SAID),
    Transition(Verb.REVOKE, _COUNTING | {State.SUSPENDED}, State.REVOKED, Right.REVOKE, _SAID),
    Transition(
        Verb.REPLACE,
        frozenset({State.ISSUED, State.REVOKED}),  # A revoked one: after an appeal.
        State.REPLACED,
        Right.REVOKE,
        _SAID | {Need.SUCCESSOR},
    ),
    Transition(
        Verb.RENEW,
        frozenset({State.ISSUED, State.EXPIRED}),
        State.RENEWED,
        needs=frozenset({Need.SUCCESSOR}),
    ),
    Transition(Verb.EXPIRE, frozenset({State.ISSUED}), State.EXPIRED),
)
_BY_VERB = {transition.verb: transition for transition in TRANSITIONS}


def state_of(marks: Marks, now: datetime) -> State:
    """The state in which it is at that moment."""
    if marks.issued_at is None:
        return State.REJECTED if marks.rejected_at else _WAITING[marks.waits_for]
    if marks.is_replaced:
        return State.REPLACED
    if marks.revoked_at:
        return State.REVOKED
    if marks.suspended_at:
        return State.SUSPENDED
    if marks.is_renewed:
        return State.RENEWED
    has_ended = marks.valid_until is not None and marks.valid_until < now
    return State.EXPIRED if has_ended else State.ISSUED


def transition(verb: Verb) -> Transition:
    return _BY_VERB[verb]


def after(state: State, verb: Verb) -> State:
    """The state that the deed leads to; Refused, in words, where it leads nowhere."""
    found = _BY_VERB[verb]
    if state not in found.origins:
        raise Refused(_no(state, verb))
    return found.to


def verbs_for(state: State, rights: AbstractSet[Right]) -> list[Verb]:
    """What somebody with those rights may do with it now."""
    return [each.verb for each in TRANSITIONS if state in each.origins and each.right in rights]


_ALREADY = {
    State.HELD: "It is held already.",
    State.REJECTED: "Moderators have not upheld it: no certificate comes of it.",
    State.ISSUED: "It has been issued already.",
    State.SUSPENDED: "It is suspended already.",
    State.REVOKED: "It has been revoked already.",
    State.REPLACED: "It has been replaced already, by another certificate.",
    State.RENEWED: "It has been renewed already, by another certificate.",
    State.EXPIRED: "It has expired.",
}
_INSTEAD = {
    (State.SUSPENDED, Verb.REPLACE): "It is suspended. Reinstate it first, or revoke it.",
    (State.EXPIRED, Verb.REPLACE): "It has expired: another one would end before it begins. "
    "It can only be renewed.",
    (State.RENEWED, Verb.REPLACE): "It has been renewed: replace the newer certificate.",
}
_LACKS = {
    Verb.LET_GO: "It is not held.",
    Verb.RELEASE: "It does not wait for a release.",
    Verb.ACCEPT: "Nobody has rejected it.",
    Verb.REINSTATE: "It is not suspended.",
}


def _no(state: State, verb: Verb) -> str:
    if (state, verb) in _INSTEAD:
        return _INSTEAD[state, verb]
    if verb in _LACKS and state in _UNISSUED | _COUNTING:
        return _LACKS[verb]
    return _ALREADY.get(state, f"It is {state}: nobody can {verb} it.")
