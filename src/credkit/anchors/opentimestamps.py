"""OpenTimestamps: from a digest, step by step, to a message that somebody attests.

A timestamp is a tree. Its root is the digest; every branch is an operation and the message that
it makes. https://opentimestamps.org; https://github.com/opentimestamps/python-opentimestamps is
the specification. Of its operations only those are taken that calendars use today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from hashlib import sha256

from credkit.anchors import attestation as attestations
from credkit.anchors import binary
from credkit.anchors.attestation import Attestation, InBitcoin, Pending
from credkit.anchors.binary import Reader
from credkit.anchors.bitcoin import Header
from credkit.errors import Fault, Malformed

MAGIC = b"\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
LARGEST = 16_384
"""Bytes of a proof. One of a single calendar has less than a thousand."""
_VERSION = 1
_DIGEST = 32
_MOST_MESSAGE = 4096
_DEEPEST = 256
_ATTESTATION, _FORK = 0x00, 0xFF


class Kind(IntEnum):
    """What an operation does, as the byte before it says."""

    SHA256 = 0x08
    APPEND = 0xF0
    PREPEND = 0xF1


@dataclass(frozen=True, order=True)
class Operation:
    kind: Kind
    argument: bytes = b""

    def of(self, message: bytes) -> bytes:
        """What it makes of the message. Malformed: too long to be honest."""
        match self.kind:
            case Kind.SHA256:
                return sha256(message).digest()
            case Kind.APPEND:
                made = message + self.argument
            case Kind.PREPEND:
                made = self.argument + message
        if len(made) > _MOST_MESSAGE:
            raise Malformed(f"a message of more than {_MOST_MESSAGE} bytes", Fault.TOO_MUCH)
        return made


@dataclass(frozen=True)
class Timestamp:
    """`attested`: who says that `message` existed. `branches`: where it leads on to."""

    message: bytes
    attested: tuple[Attestation, ...] = ()
    branches: tuple[tuple[Operation, "Timestamp"], ...] = ()

    def __bytes__(self) -> bytes:
        """As calendars send it and files hold it: without the message, which its reader has."""
        said = [bytes([_ATTESTATION]) + attestations.written(each) for each in self.attested]
        led = [_written(step) + bytes(onward) for step, onward in self.branches]
        *others, last = said + led
        return b"".join(bytes([_FORK]) + each for each in others) + last

    def leaves(self) -> Iterator[tuple[bytes, Attestation]]:
        """Every attestation, with the message that it attests."""
        for each in self.attested:
            yield self.message, each
        for _, onward in self.branches:
            yield from onward.leaves()

    def grown(self, more: "Timestamp") -> "Timestamp":
        """With `more` joined to it wherever its message occurs; itself where that is nowhere."""
        if self.message == more.message:
            return _merged(self, more)
        return replace(self, branches=tuple((step, on.grown(more)) for step, on in self.branches))

    @property
    def pending(self) -> list[tuple[bytes, Pending]]:
        return [(msg, each) for msg, each in self.leaves() if isinstance(each, Pending)]

    @property
    def heights(self) -> list[int]:
        """The blocks of Bitcoin that are said to hold it, the earliest first."""
        return sorted({each.height for _, each in self.leaves() if isinstance(each, InBitcoin)})


def parse(content: bytes, message: bytes) -> Timestamp:
    """What leads on from `message`. Malformed: broken, too large, or beyond what we can check."""
    reader = _bounded(content)
    found = _read(reader, message, _DEEPEST)
    reader.end()
    return found


def parse_file(content: bytes) -> Timestamp:
    """A `.ots` file, detached from the file that it is about. Malformed as in `parse`."""
    reader = _bounded(content)
    if reader.take(len(MAGIC)) != MAGIC:
        raise Malformed("not an OpenTimestamps proof")
    if reader.number() != _VERSION:
        raise Malformed("an OpenTimestamps proof of another version", Fault.UNSUPPORTED)
    if reader.take(1)[0] != Kind.SHA256:
        raise Malformed("a proof about another hash than SHA-256", Fault.UNSUPPORTED)
    found = _read(reader, reader.take(_DIGEST), _DEEPEST)
    reader.end()
    return found


def file_of(timestamp: Timestamp) -> bytes:
    """The `.ots` file of a timestamp of a SHA-256."""
    head = MAGIC + binary.number(_VERSION) + bytes([Kind.SHA256])
    return head + timestamp.message + bytes(timestamp)


def held_by(timestamp: Timestamp, headers: Mapping[int, Header]) -> Header | None:
    """The header of the earliest block that holds it, of those that are given by their height.

    Whether a header is Bitcoin's own, whoever gives it must know: here only its work is checked.
    """
    found = [
        headers[each.height]
        for message, each in timestamp.leaves()
        if isinstance(each, InBitcoin)
        and each.height in headers
        and headers[each.height].merkle_root == message
        and headers[each.height].has_worked
    ]
    return min(found, key=lambda each: each.time, default=None)


def _bounded(content: bytes) -> Reader:
    if len(content) > LARGEST:
        raise Malformed(f"a proof of more than {LARGEST:,} bytes", Fault.TOO_MUCH)
    return Reader(content)


def _read(reader: Reader, message: bytes, deepest: int) -> Timestamp:
    if not deepest:
        raise Malformed(f"a proof of more than {_DEEPEST} steps", Fault.TOO_MUCH)
    attested: set[Attestation] = set()
    branches: dict[Operation, Timestamp] = {}
    is_last = False
    while not is_last:
        tag = reader.take(1)[0]
        is_last = tag != _FORK
        tag = tag if is_last else reader.take(1)[0]
        if tag == _ATTESTATION:
            attested.add(attestations.read(reader))
        else:
            step = _operation(tag, reader)
            onward = _read(reader, step.of(message), deepest - 1)
            branches[step] = _merged(branches[step], onward) if step in branches else onward
    return Timestamp(message, attestations.in_order(attested), tuple(_in_order(branches)))


def _operation(tag: int, reader: Reader) -> Operation:
    if tag not in set(Kind):
        raise Malformed(f"an operation that we cannot do: {tag:02x}", Fault.UNSUPPORTED)
    kind = Kind(tag)
    return Operation(kind, b"" if kind is Kind.SHA256 else reader.counted(_MOST_MESSAGE, least=1))


def _written(step: Operation) -> bytes:
    tag = bytes([step.kind])
    return tag if step.kind is Kind.SHA256 else tag + binary.counted(step.argument)


def _merged(one: Timestamp, other: Timestamp) -> Timestamp:
    """All that either says of their message, which is the same."""
    branches = dict(one.branches)
    for step, onward in other.branches:
        branches[step] = _merged(branches[step], onward) if step in branches else onward
    attested = attestations.in_order({*one.attested, *other.attested})
    return Timestamp(one.message, attested, tuple(_in_order(branches)))


def _in_order(branches: dict[Operation, Timestamp]) -> list[tuple[Operation, Timestamp]]:
    return sorted(branches.items(), key=lambda branch: branch[0])
