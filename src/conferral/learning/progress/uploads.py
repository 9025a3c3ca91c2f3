"""Uploaded files: under names of our own, and gone when nobody needs them any more."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage

from conferral.foundation.refusal import Refused
from conferral.learning.progress.connectors.unreadable import MAX_BYTES

FOLDER = "imports"


@contextmanager
def kept(filename: str, content: "File[bytes]") -> Iterator[tuple[Path, str]]:
    """The file's path and SHA-256; it is forgotten again when anything goes wrong with it."""
    path = Path(default_storage.path(f"{FOLDER}/{uuid4()}"))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield path, _write(path, filename, content)
    except Exception:
        forget(path)
        raise


def forget(path: Path) -> None:
    """The file, and the text that was made of it where it was a spreadsheet."""
    for file in path.parent.glob(f"{path.stem}*"):
        file.unlink(missing_ok=True)


def _write(path: Path, filename: str, content: "File[bytes]") -> str:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for piece in content.chunks():
            size += len(piece)
            if size > MAX_BYTES:
                raise Refused(
                    f"{filename} is larger than {MAX_BYTES // 1_000_000} MB. Split it into "
                    "several files or delete the columns that are not needed."
                )
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()
