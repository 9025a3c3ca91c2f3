"""A witness's word for a checkpoint: at that time, this was the largest tree that I had seen.

https://c2sp.org/tlog-cosignature, the kind with Ed25519.
"""

from dataclasses import dataclass

from credkit.errors import Malformed
from credkit.keys import Signer, is_signed_by
from credkit.tlog import note
from credkit.tlog.note import Kind, Signature, VerifierKey

_LATEST = 2**63 - 1
_SIZE = 8 + 64  # Bytes: when, and an Ed25519 signature.


@dataclass(frozen=True)
class Cosignature:
    """`at`: seconds since 1970. `line`: as it stands under the checkpoint, with its line feed."""

    witness: str
    at: int
    line: str


def vkey(name: str, public_multikey: str) -> str:
    """The text under which a witness publishes its key. Its log key, if it has one, is another."""
    return str(VerifierKey(name, public_multikey, Kind.COSIGNATURE))


def cosign(checkpoint: str, name: str, signer: Signer, at: int) -> Cosignature:
    """Sign the text of a checkpoint that is a signed note. Only who has checked it may do so."""
    if not 0 <= at <= _LATEST:
        raise ValueError(f"not a time for a cosignature: {at}")
    key = VerifierKey(name, signer.public_multikey, Kind.COSIGNATURE)
    signed = signer.sign(_message(checkpoint, at))
    line = str(Signature(name, key.hash, at.to_bytes(8) + signed))
    note.parse_lines(line)  # A name that is none makes no line.
    return Cosignature(name, at, line)


def verified(checkpoint: str, lines: list[Signature], vkey: str) -> Cosignature | None:
    """The newest good cosignature by that key among the lines; None: it has not cosigned.

    Malformed: a line says that it is of this key and does not hold; or broken form.
    """
    key = VerifierKey.parse(vkey, Kind.COSIGNATURE)
    good = [_opened(checkpoint, line, key) for line in lines if line.is_of(key)]
    return max(good, key=lambda each: each.at, default=None)


def under(checkpoint: str, vkey: str) -> Cosignature | None:
    """As `verified`, of the lines that stand under the checkpoint itself."""
    return verified(checkpoint, note.signatures(checkpoint), vkey)


def _opened(checkpoint: str, line: Signature, key: VerifierKey) -> Cosignature:
    at = int.from_bytes(line.signature[:8])
    if len(line.signature) != _SIZE or at > _LATEST:
        raise Malformed(f"not a cosignature: the line of {line.name}")
    if not is_signed_by(key.public_multikey, line.signature[8:], _message(checkpoint, at)):
        raise Malformed(f"the cosignature of {line.name} does not fit the checkpoint")
    return Cosignature(line.name, at, str(line))


def _message(checkpoint: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{note.claimed_text(checkpoint)}".encode()
