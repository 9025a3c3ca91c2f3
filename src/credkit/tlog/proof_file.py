"""Proofs as files that verify by themselves. https://c2sp.org/tlog-proof@v1

Whoever holds the entry and trusts the log's key needs nothing else, and nobody's server.
"""

from dataclasses import dataclass

from credkit.errors import Fault, Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import merkle
from credkit.tlog.spelling import hash_of, number_of, of_base64, to_base64

HEADER = "c2sp.org/tlog-proof@v1"
MEDIA_TYPE = "text/plain; charset=utf-8"
MOST_HASHES = 63  # A tree of 2^63 leaves is no higher.
_LARGEST = 128 * 1024  # Characters, a hundred witnesses' signatures and some extra data included.


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
        extra = [] if self.extra is None else [f"extra {to_base64(self.extra)}"]
        hashes = [to_base64(each) for each in self.hashes]
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
        extra = of_base64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
        if not lines or not lines[0].startswith("index "):
            raise Malformed("a proof says the index of its entry")
        checkpoints.claimed(checkpoint)
        return cls(number_of(lines[0][6:]), _hashes(lines[1:]), checkpoint, extra)

    def includes(self, leaf_hash: bytes, log_key: str) -> bool:
        """Does the entry of that leaf hash stand in the log whose vkey is `log_key`?

        Malformed: the checkpoint is not a note that this log signed.
        """
        head = checkpoints.open_checkpoint(self.checkpoint, log_key)
        return merkle.includes(head.root, head.size, self.index, leaf_hash, self.hashes)


def _hashes(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > MOST_HASHES:
        raise Malformed(f"a proof of more than {MOST_HASHES} hashes", Fault.TOO_MUCH)
    return tuple(hash_of(line) for line in lines)
