"""Calendars of OpenTimestamps: given a digest, they promise a block of Bitcoin, and later tell it.

https://github.com/opentimestamps/opentimestamps-server: POST /digest, GET /timestamp/COMMITMENT.
"""

from hashlib import sha256
from http import HTTPStatus

from conferral.credentials.anchoring.places import Place
from conferral.foundation import outbound
from conferral.foundation.outbound import Question, Reach
from conferral.foundation.refusal import Refused
from credkit.anchors import opentimestamps
from credkit.anchors.opentimestamps import Timestamp
from credkit.errors import Malformed

_MOST = 10_000  # Bytes, as the published client allows.


def digest_of(note: str) -> bytes:
    """What is stamped: SHA-256 of the checkpoint as its log signed it, so that it is a file's."""
    return sha256(note.encode()).digest()


def stamp(place: Place, digest: bytes) -> Timestamp:
    """The calendar's promise. Unreachable: later. Refused: what it answers is none."""
    answer = _asked(place, f"{place.url}/digest", digest)
    found = _parsed(answer or b"", digest, place)
    if not found.pending and not found.heights:
        raise Refused(f"{place.name} promises nothing.")
    return found


def upgraded(place: Place, promised: Timestamp) -> Timestamp:
    """With what the calendars know by now; as it was where that is nothing new."""
    for commitment, pending in promised.pending:
        # A calendar may send us on to another, but never into our own network.
        address = pending.calendar if place.reach is Reach.PUBLIC else place.url
        answer = _asked(place, f"{address.rstrip('/')}/timestamp/{commitment.hex()}")
        if answer is not None:
            promised = promised.grown(_parsed(answer, commitment, place))
    return promised


def _asked(place: Place, url: str, body: bytes | None = None) -> bytes | None:
    """None: it does not know that yet."""
    question = Question(url, body, "application/octet-stream", most=_MOST)
    answer = outbound.ask(question, place.reach)
    if answer.status == HTTPStatus.NOT_FOUND:
        return None
    if answer.status != HTTPStatus.OK:
        raise outbound.Unreachable(f"{place.name} answers {answer.status}.")
    return answer.body


def _parsed(answer: bytes, message: bytes, place: Place) -> Timestamp:
    try:
        return opentimestamps.parse(answer, message)
    except Malformed as error:
        raise Refused(f"{place.name} answers what is no timestamp: {error}.") from error
