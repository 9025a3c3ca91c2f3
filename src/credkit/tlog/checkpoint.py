"""A log's promise at one moment: so many entries, this root. https://c2sp.org/tlog-checkpoint"""

from dataclasses import dataclass
from functools import lru_cache

from credkit.errors import Malformed
from credkit.keys import Signer
from credkit.tlog import note
from credkit.tlog.spelling import hash_of, number_of, to_base64


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def to_text(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """Malformed unless it has an origin, a size in plain decimals and a root of 32 bytes.

        Lines after these three are extensions; they are allowed and ignored.
        """
        match text.split("\n"):
            case [origin, size, root, *extensions, ""] if origin and all(extensions):
                return cls(origin, number_of(size), hash_of(root))
        raise Malformed("a checkpoint has an origin, a size and a root")


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The checkpoint as a note that the log signs under its origin."""
    return note.sign(checkpoint.to_text(), checkpoint.origin, signer)


@lru_cache(maxsize=64)  # A log's newest checkpoint is asked for with every proof.
def open_checkpoint(text: str, vkey: str) -> Checkpoint:
    """The checkpoint, if the log of that key signed it under its own name; else Malformed."""
    checkpoint = Checkpoint.from_text(note.open_note(text, vkey))
    if checkpoint.origin != note.VerifierKey.parse(vkey).name:
        raise Malformed(f"a checkpoint of another log: {checkpoint.origin}")
    return checkpoint


def claimed(text: str) -> Checkpoint:
    """The checkpoint that a note says it is, whoever signed it: nothing has been verified."""
    return Checkpoint.from_text(note.claimed_text(text))
