"""What follows from every event in the life of a certificate: the one place where it is said.

`ARCHITECTURE.md` has the table (written by `scripts/consequences.py`). A test does each event and
watches: whatever follows must stand here, and whatever stands here must follow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Event(StrEnum):
    ISSUED = "issued"
    LOGGED = "logged"
    PRINTED = "printed"
    ANNOUNCED = "announced"
    STOPPED = "stopped in the undo window"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    REPLACED = "replaced"
    RENEWED = "renewed"
    EXPIRED = "expired"
    ERASED = "holder forgotten"
    SHOWN_OTHERWISE = "name shown otherwise"
    WITHDRAWN = "consent withdrawn"
    KEY_RETIRED = "key retired"
    KEY_COMPROMISED = "key compromised"


class Consequence(StrEnum):
    STATUS_LIST = "status list"
    LOG_LEAF = "log leaf"
    PAGE = "verification page"
    MAIL = "mail to the holder"
    WEBHOOK = "webhook"
    AUDIT = "audit line"
    FIGURES = "report figures"


class When(StrEnum):
    """With the deed: in its transaction. On the belt: a row waits, and a stage does it."""

    DEED = "with the deed"
    BELT = "on the belt"
    DAILY = "once a day"
    TIME = "by itself"  # Computed from the clock whenever somebody looks.


@dataclass(frozen=True)
class Follows:
    """`stages`: of the belt, in `worker.py`, that see to what is not done with the deed."""

    when: Mapping[Consequence, When] = field(default_factory=dict)
    stages: tuple[str, ...] = ()


_DEED, _BELT, _DAILY, _TIME = When
_C = Consequence
_TURN = {
    _C.STATUS_LIST: _BELT,  # The bit counts with the deed; the belt signs the list.
    _C.LOG_LEAF: _DEED,
    _C.PAGE: _DEED,
    _C.WEBHOOK: _DEED,
    _C.AUDIT: _DEED,
    _C.FIGURES: _DEED,
}
_PUBLISHED = ("publish status lists", "sequence", "make pages", "send webhooks")
_WRITTEN = (*_PUBLISHED, "tell holders", "send mail")

CONSEQUENCES: Mapping[Event, Follows] = {
    Event.ISSUED: Follows(
        {
            _C.LOG_LEAF: _DEED,
            _C.PAGE: _DEED,
            _C.MAIL: _BELT,
            _C.WEBHOOK: _DEED,
            _C.AUDIT: _DEED,
            _C.FIGURES: _DEED,
        },
        ("sequence", "print", "make pages", "announce", "send mail", "send webhooks"),
    ),
    Event.LOGGED: Follows({_C.PAGE: _DEED, _C.FIGURES: _DEED}, ("make pages", "print")),
    Event.PRINTED: Follows({_C.PAGE: _DEED, _C.FIGURES: _DEED}, ("make pages", "announce")),
    Event.ANNOUNCED: Follows({_C.MAIL: _DEED, _C.FIGURES: _DEED}, ("send mail",)),
    Event.STOPPED: Follows(
        {
            _C.STATUS_LIST: _BELT,
            _C.LOG_LEAF: _BELT,
            _C.PAGE: _BELT,
            _C.WEBHOOK: _BELT,
            _C.AUDIT: _DEED,
            _C.FIGURES: _DEED,
        },
        ("revoke what was stopped", "withhold letters", *_PUBLISHED),
    ),
    Event.SUSPENDED: Follows(_TURN | {_C.MAIL: _BELT}, _WRITTEN),
    Event.REINSTATED: Follows(_TURN | {_C.MAIL: _BELT}, _WRITTEN),
    Event.REVOKED: Follows(_TURN | {_C.MAIL: _BELT}, _WRITTEN),
    Event.REPLACED: Follows(  # The letter is about the certificate that takes its place.
        _TURN | {_C.MAIL: _BELT}, (*_PUBLISHED, "print", "announce", "send mail")
    ),
    Event.RENEWED: Follows(  # Likewise; the older one counts to its own end.
        {
            _C.LOG_LEAF: _DEED,
            _C.PAGE: _DEED,
            _C.MAIL: _BELT,
            _C.WEBHOOK: _DEED,
            _C.AUDIT: _DEED,
            _C.FIGURES: _DEED,
        },
        ("sequence", "print", "make pages", "announce", "send mail", "send webhooks"),
    ),
    Event.EXPIRED: Follows(
        {_C.PAGE: _TIME, _C.WEBHOOK: _DAILY, _C.FIGURES: _TIME},
        ("chores", "send webhooks"),
    ),
    Event.ERASED: Follows(
        {_C.PAGE: _DEED, _C.WEBHOOK: _DEED, _C.AUDIT: _DEED},  # Counts keep to the numbers.
        ("forget files", "send webhooks"),
    ),
    Event.SHOWN_OTHERWISE: Follows({_C.PAGE: _DEED, _C.AUDIT: _DEED}, ("make pages",)),
    Event.WITHDRAWN: Follows(  # To the name. Of the profile: its page is gone, with the deed.
        {_C.PAGE: _DEED, _C.WEBHOOK: _DEED, _C.AUDIT: _DEED}, ("make pages", "send webhooks")
    ),
    Event.KEY_RETIRED: Follows(
        {_C.LOG_LEAF: _DEED, _C.WEBHOOK: _DEED, _C.AUDIT: _DEED},
        ("sequence", "send webhooks"),
    ),
    Event.KEY_COMPROMISED: Follows(
        {
            _C.STATUS_LIST: _BELT,
            _C.LOG_LEAF: _DEED,
            _C.PAGE: _DEED,
            _C.WEBHOOK: _DEED,
            _C.AUDIT: _DEED,
        },
        _PUBLISHED,
    ),
}


def table() -> str:
    """As Markdown: a line for each event, a column for each consequence."""
    head = ["event", *Consequence, "seen to by"]
    lines = [head, ["---"] * len(head)]
    for event, follows in CONSEQUENCES.items():
        cells = [str(follows.when.get(each, "")) for each in Consequence]
        lines.append([f"**{event}**", *cells, ", ".join(follows.stages)])
    return "".join(f"|{'|'.join(map(_cell, cells))}|\n" for cells in lines)


def _cell(words: str) -> str:
    return f" {words} " if words else " "
