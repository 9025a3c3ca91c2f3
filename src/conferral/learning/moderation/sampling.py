"""Which results moderators look at: a draw that anybody can repeat who is told the seed.

The seed is kept, and its SHA-256 published in the audit trail, before the list is complete. Then
each name on the list has a ticket, HMAC-SHA-256(seed, name) (RFC 2104), and the lowest tickets are
drawn. Nobody who shapes the list knows the seed, and nobody who knows the list can change it.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256

SEED_BYTES = 32


def size(population: int, percent: int) -> int:
    """How many of so many: the share rounded up, at least one, at most all."""
    share = -(-population * percent // 100)
    return min(population, max(1, share))


def draw(seed: str, names: Iterable[str], count: int) -> tuple[str, ...]:
    """Those with the lowest tickets, the lowest first, in whatever order they are given.

    `seed`: in hex. A name that is given twice takes part once.
    """
    return tuple(sorted(set(names), key=lambda name: (_ticket(seed, name), name))[:count])


def commitment(seed: str) -> str:
    """What may be published of a seed before it is used: its SHA-256, in hex."""
    return sha256(bytes.fromhex(seed)).hexdigest()


def digest(names: Iterable[str]) -> str:
    """The SHA-256, in hex, of a list: its names, sorted, each on a line of its own."""
    return sha256("".join(f"{name}\n" for name in sorted(set(names))).encode()).hexdigest()


def _ticket(seed: str, name: str) -> bytes:
    return hmac.digest(bytes.fromhex(seed), name.encode(), "sha256")
