"""A witness: it cosigns what goes on from what it has cosigned before, and nothing else."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conferral.foundation.refusal import Refused
from conferral.strangers import keeping
from credkit.errors import Malformed
from credkit.keys import LocalSigner, Signer
from credkit.tlog import cosignature, spelling
from credkit.tlog import witness as protocol
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.witness import Answer, Request, Seen

_TEXT = "text/plain; charset=utf-8"
_SEED = re.compile(r"[0-9a-f]{64}")
_WHY = {
    Answer.IMPOSSIBLE: "This is not a request to add a checkpoint.",
    Answer.NOT_SIGNED: "The checkpoint is not signed by the key of its log.",
    Answer.UNKNOWN: "This witness does not watch that log.",
    Answer.CONFLICT: "Of this size, another tree has been cosigned.",
    Answer.INCONSISTENT: "The proof does not show that the tree goes on from what was cosigned.",
}


@dataclass(frozen=True)
class Reply:
    """What a witness says, in the terms of HTTP."""

    status: Answer
    content_type: str
    body: str


@dataclass(frozen=True)
class Witness:
    """`log_keys`: the vkeys of the logs it watches, by origin. `state`: what it has cosigned."""

    name: str
    signer: Signer
    log_keys: Mapping[str, str]
    state: Path

    @property
    def vkey(self) -> str:
        return cosignature.vkey(self.name, self.signer.public_multikey)

    def add_checkpoint(self, text: str, now: Callable[[], int]) -> Reply:
        """Answer one request. What is cosigned is on disk before anybody hears of it.

        `now`: seconds since 1970, asked at the moment of signing.
        """
        try:
            request = Request.parse(text)
        except Malformed as error:
            return Reply(Answer.IMPOSSIBLE, _TEXT, f"{error}\n")
        with keeping.locked(self.state):
            kept = keeping.read(self.state)
            seen = {origin: _seen(each) for origin, each in kept.items()}
            answer, checkpoint = protocol.judge(request, seen, self.log_keys)
            if answer is not Answer.COSIGNED or checkpoint is None:
                return _no(answer, request, seen, checkpoint)
            keeping.write(self.state, kept | {checkpoint.origin: _kept(checkpoint, request)})
        line = cosignature.cosign(request.checkpoint, self.name, self.signer, now()).line
        return Reply(answer, _TEXT, line)


def signer_of(path: Path) -> Signer:
    """The witness's key in that file, made when there is none. Only its owner may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
    if not _SEED.fullmatch(kept := path.read_text().strip()):
        raise Refused(f"{path} is not a witness's key: 32 bytes in hex.")
    return LocalSigner(bytes.fromhex(kept))


def _no(
    answer: Answer, request: Request, seen: Mapping[str, Seen], checkpoint: Checkpoint | None
) -> Reply:
    if answer is Answer.CONFLICT and checkpoint is not None:
        size = seen.get(checkpoint.origin, Seen()).size
        if request.old_size != size:
            return Reply(answer, protocol.SIZE_TYPE, f"{size}\n")
    return Reply(answer, _TEXT, f"{_WHY[answer]}\n")


def _seen(kept: Any) -> Seen:
    try:
        return Seen(int(kept["size"]), spelling.hash_of(kept["root"]))
    except (KeyError, TypeError, ValueError) as error:  # Malformed is one.
        raise Refused("The witness's state is damaged: restore it from a backup.") from error


def _kept(checkpoint: Checkpoint, request: Request) -> dict[str, object]:
    root = spelling.to_base64(checkpoint.root)
    return {"size": checkpoint.size, "root": root, "checkpoint": request.checkpoint}
