"""Files put into a folder that others read meanwhile: each whole, unchanged ones untouched.

Stop it anywhere: the next run goes on, and until then `published.json` is the one of before.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from conferral.credentials.publishing.contents import File
from conferral.foundation.refusal import Refused
from conferral.strangers.published import NAME

Last = Callable[[Mapping[str, str]], Iterable[File]]
"""SHA-256 in hex by path → what is written at the end: `published.json`, which names the others."""


@dataclass(frozen=True)
class Written:
    """How many files there are, how many of them are new or other ones, how many are gone."""

    files: int
    changed: int
    removed: int


def write(folder: Path, contents: Iterable[File], last: Last) -> Written:
    """Refused: the folder holds something that is not ours."""
    before = _published(folder)
    digests, changed = {}, 0
    for path, content in contents:
        digests[path] = sha256(content).hexdigest()
        changed += _put(folder / path, content)
    closing = [_put(folder / path, content) for path, content in last(digests)]
    gone = [path for path in before if path not in digests]
    for path in gone:
        _remove(folder, path)
    return Written(len(digests) + len(closing), changed + sum(closing), len(gone))


def _published(folder: Path) -> list[str]:
    """What the last run has put there."""
    place = folder / NAME
    if not place.exists():
        if folder.exists() and not all(_is_ours(each) for each in folder.iterdir()):
            raise Refused(f"{folder} holds other things. Name a folder that is empty or new.")
        return []
    try:
        return list(orjson.loads(place.read_bytes())["files"])
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise Refused(f"{place} is damaged. Name a folder that is empty or new.") from error


def _is_ours(place: Path) -> bool:
    """Left by a first run that was interrupted: it began with the keys."""
    return (place.parent / "keys.json").exists() or place.name.endswith(_NEW)


def _put(place: Path, content: bytes) -> bool:
    """Whole or not at all. Was there something to do?"""
    if place.is_file() and place.read_bytes() == content:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f"{place.name}{_NEW}")
    fresh.write_bytes(content)
    fresh.replace(place)
    return True


def _remove(folder: Path, path: str) -> None:
    """Of what an earlier run has named, only what really lies in the folder."""
    place = (folder / path).resolve()
    if place.is_relative_to(folder.resolve()):
        place.unlink(missing_ok=True)


_NEW = ".new"
