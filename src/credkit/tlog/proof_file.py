"""Proofs as files that verify by themselves. https://c2sp.org/tlog-proof@v1

Whoever holds the entry and trusts the log's key needs nothing else, and nobody's server.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from credkit.errors import Fault, Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import merkle
from credkit.tlog.merkle import HASH_SIZE

HEADER = "c2sp.org/tlog-proof@v1"
MEDIA_TYPE = "text/plain; charset=utf-8"
MOST_HASHES = 63  # A tree of 2^63 leaves is no higher.
_LARGEST = 128 * 1024  # Characters, a hundred witnesses' signatures and some extra data included.
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})\Z")


@dataclass(frozen=True)
class ProofFile:
    """`hashes` lead from the entry at `index` to the root in `checkpoint`, a signed note.

    `extra` belongs to the application, and nobody has signed it. None: there is no such line.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __str__(self) -> str:
        """The file's text."""
        extra = [] if self.extra is None else [f"extra {_encoded(self.extra)}"]
        hashes = [_encoded(each) for each in self.hashes]
        return "\n".join([HEADER, *extra, f"index {self.index}", *hashes, "", self.checkpoint])

    @classmethod
    def parse(cls, text: str) -> "ProofFile":
        """Malformed: not the one spelling of a proof, or far longer than an honest one.

        The checkpoint's signatures are not looked at: see `includes`.
        """
        if len(text) > _LARGEST:
            raise Malformed("a proof of more than 128 KiB", Fault.TOO_MUCH)
        head, blank, checkpoint = text.partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not blank:
            raise Malformed(f"a proof begins with {HEADER} and ends in a checkpoint")
        extra = _decoded(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
        if not lines or not (found := _INDEX.match(lines[0])):
            raise Malformed("a proof has an index in plain decimals")
        proof = cls(int(found[1]), _hashes(lines[1:]), checkpoint, extra)
        checkpoints.claimed(checkpoint)
        return proof

    def includes(self, leaf_hash: bytes, log_key: str) -> bool:
        """Does the entry of that leaf hash stand in the log whose vkey is `log_key`?

        Malformed: the checkpoint is not a note that this log signed.
        """
        head = checkpoints.open_checkpoint(self.checkpoint, log_key)
        return merkle.includes(head.root, head.size, self.index, leaf_hash, self.hashes)


def _hashes(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > MOST_HASHES:
        raise Malformed(f"a proof of more than {MOST_HASHES} hashes", Fault.TOO_MUCH)
    hashes = tuple(_decoded(line) for line in lines)
    if any(len(each) != HASH_SIZE for each in hashes):
        raise Malformed("a hash has 32 bytes")
    return hashes


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64", Fault.ENCODING) from error
    if _encoded(data) != text:
        raise Malformed("base64 with stray bits at its end", Fault.ENCODING)
    return data
