"""That one credential stands in a log: what is shown beside it, never inside it.

The log holds no name and no credential. An entry is the hash of a random salt and the digest of
the secured credential; when the salt is forgotten, the entry says nothing about anyone.
"""

import hashlib
from dataclasses import dataclass

from credkit import canonical
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import merkle
from credkit.tlog.proof_file import ProofFile

SALT_SIZE = 32


@dataclass(frozen=True)
class LogProof:
    """`hashes` lead from the entry at `index` to the root in `checkpoint`, a signed note."""

    salt: bytes
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def includes(self, document: Json, log_key: str) -> bool:
        """Is the secured `document` in the log whose vkey is `log_key`?

        Malformed: the checkpoint is not a note that this log signed.
        """
        head = checkpoints.open_checkpoint(self.checkpoint, log_key)
        leaf = merkle.leaf_hash(entry(self.salt, canonical.digest(document)))
        return merkle.includes(head.root, head.size, self.index, leaf, self.hashes)

    def to_file(self) -> str:
        """The proof as a C2SP tlog-proof; the salt is its extra line."""
        return str(ProofFile(self.index, self.hashes, self.checkpoint, self.salt))

    @classmethod
    def of_file(cls, text: str) -> "LogProof":
        """Malformed: not a tlog-proof, or one whose extra line is not a salt."""
        file = ProofFile.parse(text)
        if file.extra is None or len(file.extra) != SALT_SIZE:
            raise Malformed(f"the extra line of this proof is a salt of {SALT_SIZE} bytes")
        return cls(file.extra, file.index, file.hashes, file.checkpoint)


@dataclass(frozen=True)
class ToldProof:
    """That a log was told something: a short document, and the proof that it stands in the log.

    Whoever has signed a token tells the log of its digest: see `credkit.verify.tokens`.
    """

    told: Json
    proof: LogProof

    def to_file(self) -> str:
        """A C2SP tlog-proof; its extra line is the salt, followed by the JCS of the document."""
        extra = self.proof.salt + canonical.jcs(self.told)
        return str(ProofFile(self.proof.index, self.proof.hashes, self.proof.checkpoint, extra))

    @classmethod
    def of_file(cls, text: str) -> "ToldProof":
        """Malformed: not a tlog-proof, or one whose extra line is not a salt and a document."""
        file = ProofFile.parse(text)
        if file.extra is None or len(file.extra) <= SALT_SIZE:
            raise Malformed("the extra line of this proof is a salt and what the log was told")
        salt, document = file.extra[:SALT_SIZE], file.extra[SALT_SIZE:]
        told = canonical.load_json(document)
        if canonical.jcs(told) != document:
            raise Malformed("what the log was told is not in its canonical form")
        return cls(told, LogProof(salt, file.index, file.hashes, file.checkpoint))


def entry(salt: bytes, document_digest: bytes) -> bytes:
    """The log's entry for a secured document of that `canonical.digest`."""
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt has {SALT_SIZE} bytes")
    return hashlib.sha256(salt + document_digest).digest()
