"""An issuer's public half as it was taken away once: what `conferral publish` made, or a ZIP of it.

Whoever uses it has decided whose it is. It is believed as far as the issuer's key has signed it,
and not one file of it that `published.json` does not name. See docs/without-us.md.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from conferral.foundation.refusal import Refused
from credkit.canonical import Json, load_json
from credkit.errors import Malformed
from credkit.proofs import data_integrity
from credkit.reading import moment
from credkit.verify.materials import signing_key

NAME = "published.json"  # It names all other files, and is signed.
TYPE = "urn:conferral:Published"
_MOST = 67_108_864  # Bytes of one file.

Read = Callable[[str], bytes | None]
"""A path in the folder → its bytes; None: there is no such file."""


@dataclass(frozen=True)
class Published:
    """`made_at`: as of when it is known what was taken back. `log_key`: a verification key.
    `is_specimen`: it issues nothing but specimens."""

    issuer: str
    name: str
    origin: str
    made_at: datetime
    did_document: Json
    cutoffs: Mapping[str, int]
    log_key: str
    read: Read
    is_specimen: bool = False

    def status_list(self, url: str) -> Json | None:
        """The list at that address of the issuer's, if it is there."""
        path = urlsplit(url).path.lstrip("/")
        if f"{self.origin}/{path}" != url or not path.startswith("status/"):
            return None
        content = self.read(path)
        return None if content is None else load_json(content)

    def kind_of(self, digest: str) -> str | None:
        """What was issued with that SHA-256: "credential", "pdf", "token". None: nothing was."""
        content = self.read(f"digests/{digest[:2]}.json")
        return None if content is None else load_json(content, most=_MOST).get(digest)


def opened(place: Path) -> Published:
    """Refused: no such copy, not signed by its own issuer, or not whole."""
    read = _in_folder(place) if place.is_dir() else _in_zip(place)
    try:
        return _opened(read)
    except (Malformed, KeyError, TypeError) as error:
        raise Refused(f"{place} is no copy that its issuer has signed: {error}.") from error


def _opened(read: Read) -> Published:
    published = load_json(_there(read, NAME), most=_MOST)
    if published.get("type") != TYPE:
        raise Malformed(f"{NAME} is something else")
    checked = _checked(read, published["files"])
    did_document = load_json(_there(checked, "did.json"))
    history = load_json(_there(checked, "keys.json"), most=_MOST)
    _check_signature(published, did_document, history)
    return Published(
        issuer=published["issuer"],
        name=published["name"],
        origin=published["origin"],
        made_at=moment(published["madeAt"], "madeAt"),
        did_document=did_document,
        cutoffs={key["id"]: key["logSize"] for key in history["keys"] if "logSize" in key},
        log_key=history["logKey"],
        read=checked,
        is_specimen=bool(history.get("specimen")),
    )


def _check_signature(published: Json, did_document: Json, history: Json) -> None:
    if not published["issuer"] == did_document.get("id") == history["issuer"]:
        raise Malformed("it speaks of several issuers")
    method = published["proof"]["verificationMethod"]
    in_use = [key["id"] for key in history["keys"] if not key.keys() & {"validUntil", "revoked"}]
    if method not in in_use:
        raise Malformed("published.json is not signed by a key in use")
    if not data_integrity.holds(published, signing_key(did_document, method)):
        raise Malformed("published.json was changed")


def _checked(read: Read, digests: Mapping[str, str]) -> Read:
    """The files that are named there, each only as it is named there."""

    def checked(path: str) -> bytes | None:
        content = read(path) if path in digests else None
        if content is not None and sha256(content).hexdigest() != digests[path]:
            raise Malformed(f"{path} was changed")
        return content

    return checked


def _there(read: Read, path: str) -> bytes:
    content = read(path)
    if content is None:
        raise Malformed(f"{path} is missing")
    return content


def _in_folder(folder: Path) -> Read:
    def read(path: str) -> bytes | None:
        place = (folder / path).resolve()
        is_here = place.is_relative_to(folder.resolve()) and place.is_file()
        return place.read_bytes() if is_here and place.stat().st_size <= _MOST else None

    return read


def _in_zip(place: Path) -> Read:
    """The folder may be packed with its own name or without."""
    try:
        archive = zipfile.ZipFile(place)
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused(f"{place} is neither a folder nor a ZIP that can be read.") from error
    tops = [name for name in archive.namelist() if name.endswith(NAME)]
    top = min(tops, key=len, default=NAME).removesuffix(NAME)

    def read(path: str) -> bytes | None:
        try:
            with archive.open(top + path) as file:
                content = file.read(_MOST + 1)
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return None
        return content if len(content) <= _MOST else None

    return read
