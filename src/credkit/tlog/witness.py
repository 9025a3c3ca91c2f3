"""How a log asks a witness for its cosignature, and what a witness must answer.

https://c2sp.org/tlog-witness, the add-checkpoint call. Whoever carries the texts, over HTTP or on
paper, is not our concern.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from credkit.errors import Fault, Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import merkle
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.spelling import hash_of, number_of, to_base64

SIZE_TYPE = "text/x.tlog.size"
LARGEST_REQUEST = 64 * 1024  # Characters.
_MOST_HASHES = 63


@dataclass(frozen=True)
class Request:
    """Here is a `checkpoint` (a signed note), and why it goes on from the tree of `old_size`."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        hashes = [to_base64(each) for each in self.proof]
        return "\n".join([f"old {self.old_size}", *hashes, "", self.checkpoint])

    @classmethod
    def parse(cls, text: str) -> "Request":
        """Malformed: not the form of the specification, or longer than it allows."""
        if len(text) > LARGEST_REQUEST:
            raise Malformed("a request of more than 64 KiB", Fault.TOO_MUCH)
        head, blank, checkpoint = text.partition("\n\n")
        old, *lines = head.split("\n")
        if not old.startswith("old ") or not blank:
            raise Malformed("a request has an old size, a proof and a checkpoint")
        if len(lines) > _MOST_HASHES:
            raise Malformed(f"a proof of more than {_MOST_HASHES} hashes", Fault.TOO_MUCH)
        return cls(number_of(old[4:]), tuple(hash_of(line) for line in lines), checkpoint)


class Answer(IntEnum):
    """What the witness does, as the HTTP status that says so."""

    COSIGNED = 200
    IMPOSSIBLE = 400  # The old size is larger than the new one, or the request has no form.
    NOT_SIGNED = 403  # By no key of that log that the witness trusts.
    UNKNOWN = 404  # Another log.
    CONFLICT = 409  # Not what the witness has seen last: another size, or another root.
    INCONSISTENT = 422  # The proof shows nothing. This, too, may be a log that lies.


class Seen(NamedTuple):
    """The largest tree of a log that a witness has cosigned."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT


def judge(
    request: Request, seen: Mapping[str, Seen], log_keys: Mapping[str, str]
) -> tuple[Answer, Checkpoint | None]:
    """Whether to cosign; the checkpoint, if its log has signed it.

    `seen` and `log_keys`: by origin. The caller keeps what was seen, on disk, before it answers,
    and lets no other request come between.
    """
    try:
        origin = checkpoints.claimed(request.checkpoint).origin
    except Malformed:
        return Answer.IMPOSSIBLE, None
    if origin not in log_keys:
        return Answer.UNKNOWN, None
    try:
        checkpoint = checkpoints.open_checkpoint(request.checkpoint, log_keys[origin])
    except Malformed:
        return Answer.NOT_SIGNED, None
    return _grown(request, checkpoint, seen.get(origin, Seen())), checkpoint


def parse_size(text: str) -> int:
    """What a witness says that it has seen last (with CONFLICT). Malformed: not a size."""
    if not text.endswith("\n"):
        raise Malformed("a size ends in a line feed")
    return number_of(text[:-1])


def _grown(request: Request, new: Checkpoint, seen: Seen) -> Answer:
    if request.old_size > new.size:
        return Answer.IMPOSSIBLE
    if request.old_size != seen.size:
        return Answer.CONFLICT
    if new.size == seen.size and new.root != seen.root:
        return Answer.CONFLICT
    fits = merkle.is_consistent(seen.root, seen.size, new.root, new.size, request.proof)
    return Answer.COSIGNED if fits else Answer.INCONSISTENT
