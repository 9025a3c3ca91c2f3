"""A learner's record: the collection is judged, and each credential in it by itself."""

from dataclasses import dataclass, replace
from datetime import datetime

from credkit import clr
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.verify.checks import unreadable, verify
from credkit.verify.materials import Materials, missing
from credkit.verify.verdict import Verdict


@dataclass(frozen=True)
class RecordVerdict:
    """`record`: on who collected them. `credentials`: on each, in their order."""

    record: Verdict
    credentials: tuple[Verdict, ...]


def missing_for_record(document: Json, materials: Materials) -> set[str]:
    """What must still be fetched before the record and all that is in it can be judged."""
    try:
        members = clr.credentials_in(document)
    except Malformed:
        return set()
    return set().union(*(missing(each, materials) for each in [document, *members]))


def verify_record(document: Json, materials: Materials, now: datetime) -> RecordVerdict:
    """Judge a ClrCredential. No log is asked: a proof from one is about one document only."""
    try:
        members = clr.credentials_in(document)
    except Malformed as error:
        return RecordVerdict(unreadable(error), ())
    unlogged = replace(materials, log_key="", log_proof=None)
    record = verify(document, unlogged, now)
    return RecordVerdict(record, tuple(verify(each, unlogged, now) for each in members))
