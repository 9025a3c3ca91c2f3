"""The audit trail's lines hold each other: whoever changes one has to change all that follow."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from credkit.canonical import jcs

BEGINNING = "0" * 64  # What the first line follows.


def digest(
    previous: str,
    at: datetime,
    who: tuple[int | None, int | None],
    deed: str,
    target: str,
    details: Mapping[str, Any],
) -> str:
    """The line's hash, in hex: SHA-256 of its canonical JSON (RFC 8785), the hash before included.

    `who`: the keys of the actor and of the organization. `at` has a zone.
    """
    actor, organization = who
    line = {
        "previous": previous,
        "at": int(at.timestamp()),
        "microsecond": at.microsecond,
        "actor": actor,
        "organization": organization,
        "deed": deed,
        "target": target,
        "details": dict(details),
    }
    return sha256(jcs(line)).hexdigest()
