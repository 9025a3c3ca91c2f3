"""The highest checkpoint that was ever signed, kept outside the database.

A database can be restored from an older backup; what strangers have seen of the log cannot be
taken back. So the signer remembers by itself. docs/adr/0012 says what is written when.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import orjson
from django.conf import settings

from conferral.foundation.refusal import Refused
from credkit.errors import Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog.checkpoint import Checkpoint


@dataclass(frozen=True)
class Head:
    """A signed checkpoint, and the rows that it added to the tree before it.

    `batch`: the keys of these entries in the order of their leaves. With them the very same tree
    can be made again when the database did not live to commit it. `trail`: the hash of the audit
    trail's last line at that time, so that its end cannot be cut off unnoticed.
    """

    note: str
    batch: tuple[int, ...] = ()
    trail: str = ""

    @cached_property
    def checkpoint(self) -> Checkpoint:
        return checkpoints.claimed(self.note)


@contextmanager
def locked() -> Iterator[None]:
    """Keep other sequencers of this machine waiting, from before the look to after the commit."""
    _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _path().with_name(f"{_path().name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read() -> Head | None:
    """What was signed last; None where nothing is known. Refused when the file is damaged."""
    try:
        kept = orjson.loads(_path().read_bytes())
        head = Head(kept["checkpoint"], tuple(kept["entries"]), kept["trail"])
        head.checkpoint  # noqa: B018  # Damage is found here, not later.
    except FileNotFoundError:
        return None
    except (orjson.JSONDecodeError, KeyError, TypeError, Malformed) as error:
        raise Refused(
            f"{_path()} is damaged: restore it from a backup of the keys that is not older."
        ) from error
    return head


def write(head: Head) -> None:
    """On disk when this returns, whole or not at all."""
    kept = {"checkpoint": head.note, "entries": head.batch, "trail": head.trail}
    fresh = _path().with_name(f"{_path().name}.new")
    with fresh.open("wb") as file:
        file.write(orjson.dumps(kept))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(_path())
    folder = os.open(_path().parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # The rename, too, must survive the power cut.
    finally:
        os.close(folder)


def retire(head: Head) -> None:
    """Keep what a log that has ended signed last, for whoever asks later."""
    name = hashlib.sha256(head.checkpoint.origin.encode()).hexdigest()[:16]
    _path().with_name(f"{_path().name}.{name}").write_text(head.note)


def _path() -> Path:
    return Path(settings.LOG_HEAD)
