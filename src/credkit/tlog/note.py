"""Signed notes: a text, a blank line, signatures. https://c2sp.org/signed-note"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from credkit.errors import Malformed
from credkit.keys import Signer, is_signed_by, multikey, public_bytes

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+\Z")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)\Z")
_MAX_SIGNATURES = 100


@dataclass(frozen=True)
class VerifierKey:
    """A name and the Ed25519 key that signs under it: "name+hash+base64(0x01 || key)"."""

    name: str
    public_multikey: str

    @property
    def hash(self) -> bytes:
        """The four bytes by which a signature line says which key made it."""
        key = _ED25519 + public_bytes(self.public_multikey)
        return hashlib.sha256(self.name.encode() + b"\n" + key).digest()[:4]

    def __str__(self) -> str:
        key = base64.b64encode(_ED25519 + public_bytes(self.public_multikey)).decode()
        return f"{self.name}+{self.hash.hex()}+{key}"

    @classmethod
    def parse(cls, vkey: str) -> "VerifierKey":
        """Malformed: not three parts, another algorithm, or a hash that does not fit the key."""
        name, _, rest = vkey.partition("+")
        hash_hex, _, encoded = rest.partition("+")
        raw = _base64(encoded)
        if not (_NAME.match(name) and raw[:1] == _ED25519 and len(raw) == 33):
            raise Malformed("not an Ed25519 verification key")
        key = cls(name, multikey(raw[1:]))
        if key.hash.hex() != hash_hex:
            raise Malformed("the verification key's hash does not fit its key")
        return key


def vkey(name: str, public_multikey: str) -> str:
    """The text under which a log or a witness publishes its key."""
    return str(VerifierKey(name, public_multikey))


def sign(text: str, name: str, signer: Signer) -> str:
    """`text`, which ends in a line feed, with one signature."""
    _check_text(text)
    if not _NAME.match(name):
        raise Malformed(f"not a key's name: {name!r}")
    key_hash = VerifierKey(name, signer.public_multikey).hash
    signature = base64.b64encode(key_hash + signer.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def open_note(note: str, vkey: str) -> str:
    """The text, if that key signed it. Malformed: broken form, or no good signature by it."""
    key = VerifierKey.parse(vkey)
    text, lines = _split(note)
    for name, raw in [_parse_signature(line) for line in lines]:
        if name == key.name and raw[:4] == key.hash:
            if is_signed_by(key.public_multikey, raw[4:], text.encode()):
                return text
            raise Malformed(f"the signature of {name} does not fit the note")
    raise Malformed(f"the note is not signed by {key.name}")


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


def _parse_signature(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE_LINE.match(line)
    if not found:
        raise Malformed(f"not a signature line: {line!r}")
    raw = _base64(found[2])
    if len(raw) < 5:
        raise Malformed("a signature line that signs nothing")
    return found[1], raw


def _base64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64") from error
    if base64.b64encode(raw).decode() != text:
        raise Malformed("base64 with stray bits at its end")
    return raw
