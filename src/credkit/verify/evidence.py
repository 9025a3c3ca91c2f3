"""One credential and all that proves it, in one file: for archives, and for after its issuer.

Everything in it leads to one key, the log's: it has taken in the credential, and it was told which
keys its issuer signs with. So who knows that key from elsewhere needs nothing and nobody else.
The file is JSON in its canonical form (RFC 8785). Its shape is in docs/without-us.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from credkit import canonical, did
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.reading import moment, read
from credkit.tlog.proof import LogProof, ToldProof
from credkit.verify.checks import unreadable, verify
from credkit.verify.known import as_of
from credkit.verify.materials import Materials
from credkit.verify.specimens import as_specimen
from credkit.verify.verdict import Verdict

TYPE, VERSION = "urn:conferral:Evidence", 1
MEDIA_TYPE = "application/json"


@dataclass(frozen=True)
class Evidence:
    """`keys`: what the log was told of the issuer's keys, with proofs; oldest first.

    `contexts`: by address, as they were published. `schemas`: their SHA-256 by address.
    `anchors`: where else the checkpoint stands, in the words of whoever put it there; not judged.
    """

    credential: Json
    status_lists: tuple[Json, ...]
    log_key: str
    proof: LogProof
    keys: tuple[ToldProof, ...]
    contexts: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, str] = field(default_factory=dict)
    anchors: tuple[Json, ...] = ()

    def to_file(self) -> bytes:
        """The same evidence is always the same bytes."""
        said = _as_json(self)
        return canonical.jcs(said | {"sha256": sha256(canonical.jcs(said)).hexdigest()})

    @classmethod
    def of_file(cls, content: bytes) -> "Evidence":
        """Malformed: not such a file, not in its canonical form, or not as it was written."""
        said = canonical.load_json(content)
        digest = said.pop("sha256", None)
        if said.get("type") != TYPE or said.get("version") != VERSION:
            raise Malformed("not evidence of a kind that we know")
        if digest != sha256(canonical.jcs(said)).hexdigest():
            raise Malformed("the evidence is damaged: it is not what its digest says")
        evidence = _of_json(said)
        if evidence.to_file() != content:
            raise Malformed("the evidence is not in its canonical form")
        return evidence


def judge(evidence: Evidence, log_keys: Collection[str], now: datetime) -> Verdict:
    """`log_keys`: the logs that the caller knows from elsewhere, as verification keys. Nobody's
    word in the file counts for that, so without one the issuer is unknown."""
    try:
        said = read(evidence.credential)
        issuer = said.issuer_id
        lists = {read(each).id: each for each in evidence.status_lists}
        known_at = min((_signed_at(each) for each in lists.values()), default=None)
        keys, cutoffs = _keys_of(issuer, evidence)
    except Malformed as error:
        return unreadable(error)
    materials = Materials(
        documents={**lists, issuer: did.document(issuer, keys)},  # No list passes for the issuer.
        log_proof=evidence.proof,
        log_key=evidence.log_key,
        trusted_issuers=frozenset({issuer} if evidence.log_key in log_keys else ()),
        cutoffs=cutoffs,
    )
    verdict = as_of(verify(evidence.credential, materials, now), known_at, now)
    return as_specimen(verdict) if said.is_specimen else verdict


def _keys_of(issuer: str, evidence: Evidence) -> tuple[list[did.VerificationKey], dict[str, int]]:
    """The keys that the log was told of, and up to which size of it a stolen one counts."""
    told = [each.told for each in evidence.keys if _is_told(each, issuer, evidence.log_key)]
    added = [str(each.get("key")) for each in told if each.get("event") == "key-added"]
    stolen = {str(each.get("key")): each for each in told if each.get("event") == "key-compromised"}
    keys = [did.VerificationKey(key, _since(stolen.get(key))) for key in added]
    cutoffs = {did.key_id(issuer, key): _size(each) for key, each in stolen.items()}
    return keys, cutoffs


def _is_told(each: ToldProof, issuer: str, log_key: str) -> bool:
    """Malformed: the log has not signed the checkpoint that the proof leads to."""
    return each.told.get("issuer") == issuer and each.proof.includes(each.told, log_key)


def _since(stolen: Json | None) -> str:
    return str(stolen.get("since", "")) if stolen else ""


def _size(stolen: Json) -> int:
    size = stolen.get("logSize")
    return size if isinstance(size, int) else 0


def _signed_at(status_list: Json) -> datetime:
    """A list says when it was signed, and was the newest then."""
    return moment(status_list.get("validFrom"), "validFrom")


def _as_json(evidence: Evidence) -> Json:
    return {
        "type": TYPE,
        "version": VERSION,
        "credential": evidence.credential,
        "statusLists": list(evidence.status_lists),
        "logKey": evidence.log_key,
        "logProof": evidence.proof.to_file(),
        "keys": [each.to_file() for each in evidence.keys],
        "contexts": dict(evidence.contexts),
        "schemas": dict(evidence.schemas),
        "anchors": list(evidence.anchors),
    }


def _of_json(said: Json) -> Evidence:
    match said:
        case {
            "credential": dict(credential),
            "statusLists": list(status_lists),
            "logKey": str(log_key),
            "logProof": str(proof),
            "keys": list(keys),
            "contexts": dict(contexts),
            "schemas": dict(schemas),
            "anchors": list(anchors),
        }:
            return Evidence(
                credential=credential,
                status_lists=_all(dict, status_lists),
                log_key=log_key,
                proof=LogProof.of_file(proof),
                keys=tuple(ToldProof.of_file(each) for each in _all(str, keys)),
                contexts=dict(zip(contexts, _all(str, contexts.values()), strict=True)),
                schemas=dict(zip(schemas, _all(str, schemas.values()), strict=True)),
                anchors=_all(dict, anchors),
            )
    raise Malformed("evidence has a credential, its lists, the log's key and its proofs")


def _all(kind: type, values: Collection[Any]) -> tuple[Any, ...]:
    if not all(isinstance(each, kind) for each in values):
        raise Malformed(f"evidence with something else than {kind.__name__} in a list")
    return tuple(values)
