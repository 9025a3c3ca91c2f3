"""Signed notes: a text, a blank line, signatures. https://c2sp.org/signed-note"""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from credkit.errors import Malformed
from credkit.keys import Signer, is_signed_by, multikey, public_bytes
from credkit.tlog.spelling import of_base64, to_base64

_NAME = re.compile(r"[^\s+]+\Z")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)\Z")
_MAX_SIGNATURES = 100


class Kind(Enum):
    """What an Ed25519 key signs, as the first byte of its encoding says."""

    NOTE = b"\x01"  # The note's text.
    COSIGNATURE = b"\x04"  # A checkpoint, and when it was seen: see `cosignature`.


@dataclass(frozen=True)
class VerifierKey:
    """A name and the Ed25519 key that signs under it: "name+hash+base64(kind || key)"."""

    name: str
    public_multikey: str
    kind: Kind = Kind.NOTE

    @cached_property
    def hash(self) -> bytes:
        """The four bytes by which a signature line says which key made it."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._encoded).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{to_base64(self._encoded)}"

    @classmethod
    def parse(cls, vkey: str, kind: Kind = Kind.NOTE) -> "VerifierKey":
        """Malformed: not three parts, another kind of key, or a hash that does not fit the key."""
        name, _, rest = vkey.partition("+")
        hash_hex, _, encoded = rest.partition("+")
        raw = of_base64(encoded)
        if not (_NAME.match(name) and raw[:1] == kind.value and len(raw) == 33):
            raise Malformed(f"not an Ed25519 verification key for a {kind.name.lower()}")
        key = cls(name, multikey(raw[1:]), kind)
        if key.hash.hex() != hash_hex:
            raise Malformed("the verification key's hash does not fit its key")
        return key

    @property
    def _encoded(self) -> bytes:
        return self.kind.value + public_bytes(self.public_multikey)


class Signature(NamedTuple):
    """One line under a note: by which key, as it says, and what it signs with."""

    name: str
    key_hash: bytes
    signature: bytes

    def is_of(self, key: VerifierKey) -> bool:
        """Does it say that this key made it? Nothing has been verified."""
        return self.name == key.name and self.key_hash == key.hash

    def __str__(self) -> str:
        """The line, with its line feed."""
        raw = to_base64(self.key_hash + self.signature)
        return f"— {self.name} {raw}\n"


def vkey(name: str, public_multikey: str) -> str:
    """The text under which a log or a witness publishes its key."""
    return str(VerifierKey(name, public_multikey))


def sign(text: str, name: str, signer: Signer) -> str:
    """`text`, which ends in a line feed, with one signature."""
    _check_text(text)
    if not _NAME.match(name):
        raise Malformed(f"not a key's name: {name!r}")
    key_hash = VerifierKey(name, signer.public_multikey).hash
    return f"{text}\n{Signature(name, key_hash, signer.sign(text.encode()))}"


def open_note(note: str, vkey: str) -> str:
    """The text, if that key signed it. Malformed: broken form, or no good signature by it."""
    key = VerifierKey.parse(vkey)
    text, lines = _split(note)
    for found in [_parse_signature(line) for line in lines]:
        if found.is_of(key):
            if is_signed_by(key.public_multikey, found.signature, text.encode()):
                return text
            raise Malformed(f"the signature of {key.name} does not fit the note")
    raise Malformed(f"the note is not signed by {key.name}")


def signatures(note: str) -> list[Signature]:
    """What stands under the note; nothing has been verified. Malformed: broken form."""
    return [_parse_signature(line) for line in _split(note)[1]]


def parse_lines(text: str) -> list[Signature]:
    """Signature lines without a note, each with its line feed. Malformed: none, or too many."""
    return signatures(f"\n\n{text}")


def claimed_text(note: str) -> str:
    """What the note says, whoever signed it: nothing has been verified. Malformed: broken form."""
    return _split(note)[0]


def _split(note: str) -> tuple[str, list[str]]:
    text, separator, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not separator or lines.pop() != "" or not 0 < len(lines) <= _MAX_SIGNATURES:
        raise Malformed("a signed note ends in a blank line and one line for each signature")
    text += "\n"
    _check_text(text)
    return text, lines


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(ord(each) < 0x20 and each != "\n" for each in text):
        raise Malformed("a note's text has no control characters and ends in a line feed")
    if any("\ud800" <= each <= "\udfff" for each in text):
        raise Malformed("a note is UTF-8")


def _parse_signature(line: str) -> Signature:
    found = _SIGNATURE_LINE.match(line)
    if not found:
        raise Malformed(f"not a signature line: {line[:80]!r}")
    raw = of_base64(found[2])
    if len(raw) < 5:
        raise Malformed("a signature line that signs nothing")
    return Signature(found[1], raw[:4], raw[4:])
