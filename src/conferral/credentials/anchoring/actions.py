"""Choose a checkpoint for every place, send it there, and learn which block holds it.

Nobody who issues waits for any of this. However long a place was away, it is sent one checkpoint
when it is back: the newest, which holds all that came before.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from conferral.credentials.anchoring import calendars, ethereum, leaves, places
from conferral.credentials.anchoring.models import Anchor, AnchorQuerySet, Kind
from conferral.credentials.anchoring.places import Place
from conferral.credentials.transparency import tree
from conferral.foundation.audit.trail import record
from conferral.foundation.outbound import TooMuch, Unreachable
from credkit.anchors import opentimestamps

EVERY = timedelta(days=1)
_LOOK_AGAIN = {Kind.OPENTIMESTAMPS: timedelta(hours=1), Kind.ETHEREUM: timedelta(minutes=1)}
_TOO_LONG = timedelta(days=1)  # Then a transaction is outbid by one that says the newest root.
_GIVEN_UP = timedelta(days=30)  # What a calendar promised so long ago it has forgotten.
_NOT_NOW = (Unreachable, TooMuch, ethereum.TooDear)


def due(now: datetime) -> AnchorQuerySet:
    """Those that wait, at places that are still configured."""
    names = [place.name for place in places.configured()]
    rows = Anchor.objects.unfinished().due() if names else Anchor.objects.none()
    asked = rows.filter(place__in=names, chosen_at__gt=now - _GIVEN_UP)
    return asked.order_by("next_attempt_at")


def places_due(now: datetime, every: timedelta = EVERY) -> Iterator[Place]:
    """Those that have been sent nothing for so long, though the log has grown since."""
    latest = tree.latest()
    for place in places.configured():
        last = Anchor.objects.filter(kind=place.kind, place=place.name).order_by("pk").last()
        if latest and (last is None or _is_past(last, latest.pk, now - every)):
            yield place


def choose(now: datetime, every: timedelta = EVERY) -> int:
    """Put the newest checkpoint into a row, for each place that is due. Return how many."""
    if not any(places_due(now, every)):
        return 0
    with transaction.atomic():
        latest = tree.lock()  # Another worker may be choosing as well.
        rows = [
            Anchor(kind=each.kind, place=each.name, checkpoint=latest)
            for each in places_due(now, every)
        ]
        Anchor.objects.bulk_create(rows)
    return len(rows)


def step(anchor: Anchor) -> None:
    """Send it; or, when it was sent, look for its block. A place that is away never makes it stuck.

    Refused: what the place answers cannot be right, and a person should look.
    """
    place = next(each for each in places.configured() if each.name == anchor.place)
    try:
        match place.kind:
            case Kind.OPENTIMESTAMPS:
                _step_at_calendar(anchor, place)
            case Kind.ETHEREUM:
                _step_on_chain(anchor, place)
    except _NOT_NOW:
        anchor.keep(tries=1)
        raise


def _step_at_calendar(anchor: Anchor, place: Place) -> None:
    if anchor.sent_at is None:
        _take_newest(anchor)
        stamp = calendars.stamp(place, calendars.digest_of(anchor.checkpoint.note))
        _keep(anchor, sent_at=timezone.now(), proof=opentimestamps.file_of(stamp))
        return
    stamp = calendars.upgraded(place, opentimestamps.parse_file(bytes(anchor.proof)))
    proof = opentimestamps.file_of(stamp)
    if stamp.heights:
        _hold(anchor, proof=proof, block=stamp.heights[0])
    else:
        _keep(anchor, proof=proof)


def _step_on_chain(anchor: Anchor, place: Place) -> None:
    if not anchor.proof:
        _take_newest(anchor)
        _sign(anchor, place)
    node, now = ethereum.at(place), timezone.now()
    sent_at = anchor.sent_at or now
    block = node.block_of(anchor.transaction)
    if block and block.depth >= ethereum.DEPTH:
        _hold(anchor, sent_at=sent_at, block=block.height, block_hash=block.hash)
        return
    is_late = now - sent_at > _TOO_LONG
    if not block and (is_late or ethereum.is_overtaken(place, bytes(anchor.proof))):
        _begin_again(anchor, place)
        return
    if not block and node.payload_of(anchor.transaction) is None:
        node.send(bytes(anchor.proof))  # It was never told, or has forgotten.
    _keep(anchor, sent_at=sent_at)


def _sign(anchor: Anchor, place: Place, instead_of: bytes = b"") -> None:
    """What is sent is in the row before it is sent: after a crash the same goes out again."""
    beside = leaves.waiting_for(anchor, timezone.now() - _GIVEN_UP)
    anchor.documents_root = leaves.root_of(beside)
    made = ethereum.signed(place, anchor.payload, instead_of)
    with transaction.atomic():
        same = Anchor.objects.filter(pk=anchor.pk, proof=instead_of)
        kept = same.update(
            proof=made.raw,
            transaction=made.hash,
            checkpoint=anchor.checkpoint,
            documents_root=anchor.documents_root,
        )
        if kept:
            leaves.put_under(anchor, beside)
    anchor.refresh_from_db()  # Ours, or that of another worker who was quicker.


def _begin_again(anchor: Anchor, place: Place) -> None:
    before = bytes(anchor.proof)
    _take_newest(anchor)
    _sign(anchor, place, instead_of=before)
    Anchor.objects.filter(pk=anchor.pk).update(sent_at=None)


def _take_newest(anchor: Anchor) -> None:
    latest = tree.latest()
    if latest and latest.size > anchor.checkpoint.size:
        anchor.checkpoint = latest


def _keep(anchor: Anchor, **changed: object) -> None:
    again = timezone.now() + _LOOK_AGAIN[Kind(anchor.kind)]
    Anchor.objects.filter(pk=anchor.pk).update(
        **{"checkpoint": anchor.checkpoint, "attempts": 0, "next_attempt_at": again} | changed
    )


@transaction.atomic
def _hold(anchor: Anchor, **found: object) -> None:
    if Anchor.objects.unfinished().filter(pk=anchor.pk).update(held_at=timezone.now(), **found):
        size, block = anchor.checkpoint.size, found["block"]
        record(None, "anchored the log", anchor, None, place=anchor.place, size=size, block=block)


def _is_past(last: Anchor, newest: int, before: datetime) -> bool:
    """On a chain the last one must be in a block first: it would take the next one's number."""
    is_done = last.held_at if last.kind == Kind.ETHEREUM else last.sent_at
    return bool(is_done and is_done <= before and last.checkpoint_id != newest)
