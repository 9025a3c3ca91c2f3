"""What a stranger remembers, in one file: whole or not at all, and one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from conferral.foundation.refusal import Refused


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep others away from the file until we are done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read(path: Path) -> dict[str, Any]:
    """Empty where there is no file. Refused when it is damaged: forgetting would be a lie."""
    try:
        kept = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except orjson.JSONDecodeError as error:
        raise Refused(f"{path} is damaged: restore it from a backup.") from error
    if not isinstance(kept, dict):
        raise Refused(f"{path} is damaged: restore it from a backup.")
    return kept


def write(path: Path, kept: dict[str, Any]) -> None:
    """On disk when this returns."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(orjson.dumps(kept, option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
