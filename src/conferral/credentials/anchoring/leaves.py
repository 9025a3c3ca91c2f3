"""The tree of documents that a transaction says beside the log's root.

Its leaves stand in the order of their entries in the log.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from conferral.credentials.anchoring.models import Anchor, Leaf
from conferral.foundation.refusal import Refused
from credkit.anchors import merkle_path
from credkit.anchors.merkle_path import Path, Side, Step

MOST = 65_536
"""Under one transaction; the others wait for the next."""
_AT_ONCE = 500

Hashed = tuple[int, bytes]


def waiting_for(anchor: Anchor, given_up: datetime) -> list[Hashed]:
    """By key, the hashes of those that this anchor can take: they have none, or this one, or one
    that was chosen before `given_up` and is no longer looked after."""
    lost = Q(anchor__held_at=None, anchor__chosen_at__lte=given_up)
    free = Leaf.objects.filter(Q(anchor=None) | Q(anchor=anchor) | lost).order_by("index")
    return [(pk, bytes(hashed)) for pk, hashed in free.values_list("pk", "hash")[:MOST]]


def root_of(leaves: Sequence[Hashed]) -> bytes:
    """Of their tree; empty where there are none."""
    return merkle_path.root([hashed for _, hashed in leaves]) if leaves else b""


def put_under(anchor: Anchor, leaves: Sequence[Hashed]) -> None:
    """These and no others. Within the transaction that keeps their root."""
    Leaf.objects.filter(anchor=anchor).update(anchor=None)
    keys = [pk for pk, _ in leaves]
    for start in range(0, len(keys), _AT_ONCE):
        Leaf.objects.filter(pk__in=keys[start : start + _AT_ONCE]).update(anchor=anchor)


def path_of(leaf: Leaf) -> Path:
    """From its hash to what the transaction says. Refused: what is kept is not what was said."""
    anchor = leaf.anchor
    if anchor is None:
        raise Refused("No transaction says it yet.")
    hashes = hashes_under(anchor)
    up = merkle_path.path(hashes, hashes.index(bytes(leaf.hash)))
    whole = (*up, Step(Side.RIGHT, bytes(anchor.checkpoint.root)))
    if merkle_path.end_of(whole, bytes(leaf.hash)) != anchor.payload:
        raise Refused(f"The documents under {anchor} are not those of its root: conferral fsck.")
    return whole


def hashes_under(anchor: Anchor) -> list[bytes]:
    found = Leaf.objects.filter(anchor=anchor).order_by("index").values_list("hash", flat=True)
    return [bytes(each) for each in found]
