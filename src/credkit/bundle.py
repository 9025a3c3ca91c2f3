"""Documents of others that we carry with us, pinned by SHA-256. None is ever fetched."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from credkit.errors import Malformed


@dataclass(frozen=True)
class Bundle:
    """A folder beside this file, whose `index.json` says which file stands for which address.

    `what`: what each of them is, as a refusal calls it.
    """

    folder: str
    what: str

    def known(self) -> frozenset[str]:
        """The addresses of all documents in it."""
        return frozenset(_index(self.folder))

    def content(self, url: str) -> bytes:
        """One of them, byte for byte as it was published. Malformed: an address that is not known,
        or a file that is not the one that was pinned."""
        entry = _index(self.folder).get(url)
        if entry is None:
            raise Malformed(f"unknown {self.what}: {url}")
        found = (files("credkit") / self.folder / entry["file"]).read_bytes()
        if hashlib.sha256(found).hexdigest() != entry["sha256"]:
            raise Malformed(f"the bundled copy of {url} is not the one that was pinned")
        return found


@cache
def _index(folder: str) -> dict[str, dict[str, str]]:
    """By address: the name of its file, and its SHA-256 in hex."""
    path = files("credkit") / folder / "index.json"
    index: dict[str, dict[str, str]] = json.loads(path.read_bytes())
    return index
