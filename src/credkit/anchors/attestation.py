"""Who says that a message existed: a calendar that will remember it, or a block that holds it.

https://github.com/opentimestamps/python-opentimestamps, `core/notary.py`, is the specification.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from credkit.anchors import binary
from credkit.anchors.binary import Reader
from credkit.errors import Malformed

_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_BITCOIN = bytes.fromhex("0588960d73d71901")
_TAG = 8
_MOST_PAYLOAD = 8192
_MOST_ADDRESS = 1000
_ADDRESS = re.compile(rb"[A-Za-z0-9\-._/:]*\Z")


@dataclass(frozen=True)
class Pending:
    """Ask the calendar at this address for the rest."""

    calendar: str

    @property
    def key(self) -> tuple[bytes, str]:
        return _PENDING, self.calendar

    @property
    def payload(self) -> bytes:
        return binary.counted(self.calendar.encode())


@dataclass(frozen=True)
class InBitcoin:
    """The message is the Merkle root of the block of that height."""

    height: int

    @property
    def key(self) -> tuple[bytes, int]:
        return _BITCOIN, self.height

    @property
    def payload(self) -> bytes:
        return binary.number(self.height)


@dataclass(frozen=True)
class Foreign:
    """Some other chain's or notary's word, which we cannot check."""

    tag: bytes
    payload: bytes

    @property
    def key(self) -> tuple[bytes, bytes]:
        return self.tag, self.payload


Attestation: TypeAlias = Pending | InBitcoin | Foreign


def read(reader: Reader) -> Attestation:
    """Malformed: no attestation, or one that says more than its kind has to say."""
    tag, payload = reader.take(_TAG), reader.counted(_MOST_PAYLOAD)
    inner = Reader(payload)
    found: Attestation
    match tag:
        case bytes() if tag == _PENDING:
            found = Pending(_address(inner.counted(_MOST_ADDRESS)))
        case bytes() if tag == _BITCOIN:
            found = InBitcoin(inner.number())
        case _:
            return Foreign(tag, payload)
    inner.end()
    return found


def written(attestation: Attestation) -> bytes:
    return attestation.key[0] + binary.counted(attestation.payload)


def in_order(attestations: set[Attestation]) -> tuple[Attestation, ...]:
    """As the published library sorts them: by kind, then by what they say."""
    # The second half of two keys is compared only within a kind, where it is of one type.
    return tuple(sorted(attestations, key=lambda each: each.key))


def _address(text: bytes) -> str:
    if not _ADDRESS.match(text):
        raise Malformed("not the address of a calendar")
    return text.decode()
