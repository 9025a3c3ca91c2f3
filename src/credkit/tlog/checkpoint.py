"""A log's promise at one moment: so many entries, this root. https://c2sp.org/tlog-checkpoint"""

import base64
import binascii
import re
from dataclasses import dataclass
from functools import lru_cache

from credkit.errors import Malformed
from credkit.keys import Signer
from credkit.tlog import note
from credkit.tlog.merkle import HASH_SIZE

_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,18})\Z")


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def to_text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """Malformed unless it has an origin, a size in plain decimals and a root of 32 bytes.

        Lines after these three are extensions; they are allowed and ignored.
        """
        match text.split("\n"):
            case [origin, size, root, *extensions, ""] if origin and all(extensions):
                if not _DECIMAL.match(size):
                    raise Malformed(f"not a tree's size: {size!r}")
                return cls(origin, int(size), _root(root))
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


def _root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("a checkpoint's root is base64") from error
    if len(root) != HASH_SIZE or base64.b64encode(root).decode() != text:
        raise Malformed("a checkpoint's root has 32 bytes")
    return root
