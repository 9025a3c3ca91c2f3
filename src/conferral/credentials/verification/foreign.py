"""Judge a credential of somebody whom this register does not know, with what was had of them.

Pure. Of an issuer who is a key (did:key) the seal can be checked with nothing but itself; of a
did:web, or of an https address for which a did:web on the same host speaks, with its document. What
was not had stays open: that is no reason to call anything false.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from credkit import did
from credkit.canonical import Json, load_json
from credkit.errors import Malformed
from credkit.proofs import jws
from credkit.reading import Reading, many, read
from credkit.verify import Materials, Verdict, evidence, verify, verify_token
from credkit.verify.evidence import Evidence
from credkit.verify.tokens import open_token

_MOST_LISTS = 2  # An honest credential has one or two.
_WEB = "did:web:"


@dataclass(frozen=True)
class Needed:
    """Addresses: `keys` of the document with the issuer's keys, "" where there is none to ask for;
    `lists` of what tells whether the credential still stands."""

    keys: str = ""
    lists: tuple[str, ...] = ()


def needed(text: str) -> Needed:
    """What must be asked for before `text`, JSON or a token, can be judged."""
    try:
        reading, methods = _read(text)
        speaker = _speaker(reading.issuer_id, methods)
        if not speaker:
            return Needed()
        keys = did.url_of(speaker) if speaker.startswith(_WEB) else ""
    except Malformed:
        return Needed()
    lists = dict.fromkeys(entry.list_url for entry in reading.statuses)
    return Needed(keys, tuple(lists)[:_MOST_LISTS])


def judged(text: str, now: datetime, said: Mapping[str, str]) -> Verdict:
    """`text`: JSON or a token, else Malformed. `said`: what was answered, by address."""
    materials = Materials(documents=_documents(text, said))
    if text.startswith("{"):
        return verify(load_json(text), materials, now)
    return verify_token(text, materials, now)


def proved(text: str, now: datetime, log_key: str) -> Verdict:
    """`text`: evidence, else Malformed. `log_key`: the one log that the caller knows."""
    return evidence.judge(Evidence.of_file(text.encode()), {log_key}, now)


def _read(text: str) -> tuple[Reading, list[str]]:
    """With the names of the keys that are said to have sealed it. Malformed."""
    if text.startswith("{"):
        document = load_json(text)
        proofs = (each for each in many(document.get("proof")) if isinstance(each, dict))
        return read(document), [str(each.get("verificationMethod")) for each in proofs]
    header = jws.read(text.partition("~")[0]).header
    return read(open_token(text).credential), [str(header.get("kid"))]


def _speaker(issuer: str, methods: list[str]) -> str:
    """The DID whose keys may sign for this issuer; "" where nobody can tell."""
    if issuer.startswith((_WEB, "did:key:")):
        return issuer
    named = (method.partition("#")[0] for method in methods)
    return next((each for each in named if _speaks_for(each, issuer)), "")


def _speaks_for(speaker: str, issuer: str) -> bool:
    """A did:web speaks for what lies below the folder that its own document lies in, and for no
    neighbour on the same host."""
    if not speaker.startswith(_WEB) or not issuer.startswith("https://") or "/." in issuer:
        return False
    folder = did.url_of(speaker).removesuffix("/did.json").removesuffix("/.well-known")
    return issuer == folder or issuer.startswith(f"{folder}/")


def _documents(text: str, said: Mapping[str, str]) -> dict[str, Json | None]:
    asked = needed(text)
    had = {url: _loaded(content) for url, content in said.items()}
    documents = {url: had.get(url) for url in asked.lists}
    if keys := had.get(asked.keys):
        reading, methods = _read(text)
        speaker = _speaker(reading.issuer_id, methods)
        documents[reading.issuer_id] = _as_that_of(reading.issuer_id, speaker, keys)
    return documents


def _loaded(content: str) -> Json | None:
    try:
        return load_json(content)
    except Malformed:
        return None


def _as_that_of(issuer: str, speaker: str, document: Json) -> Json | None:
    """The document of an issuer's did:web, as if the issuer's own name stood in it."""
    if document.get("id") != speaker:
        return None
    listed = {
        name: [_renamed(each, issuer, speaker) for each in many(document.get(name))]
        for name in ("verificationMethod", "assertionMethod")
    }
    return document | {"id": issuer} | listed


def _renamed(method: object, issuer: str, speaker: str) -> object:
    """Its name stays what it is, in full; whose it is, is told anew."""
    if not isinstance(method, dict):
        return _in_full(method, speaker)
    owner = method.get("controller")
    named = {"id": _in_full(method.get("id"), speaker)}
    return method | named | {"controller": issuer if owner == speaker else owner}


def _in_full(name: object, speaker: str) -> object:
    return f"{speaker}{name}" if isinstance(name, str) and name.startswith("#") else name
