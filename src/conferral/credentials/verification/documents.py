"""Judge a document or a number as it was handed to us, with what this register knows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conferral.credentials.issuing.documents import (
    cutoffs,
    did_document,
    secured_document,
    status_lists_of,
)
from conferral.credentials.issuing.models import Credential, Use
from conferral.credentials.transparency import log
from conferral.credentials.verification.actions import find, materials_of
from conferral.credentials.verification.log_proof import told_of
from conferral.foundation.accounts.models import Organization
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.reading import read
from credkit.tlog.proof import LogProof, ToldProof
from credkit.verify import Check, CheckCode, Materials, Outcome, Status, Verdict, verify
from credkit.verify.checks import unreadable
from credkit.verify.tokens import open_token, token_digest, verify_token


@dataclass(frozen=True)
class Difference:
    """A place where a document says something else than the register."""

    path: str
    register: str
    file: str


@dataclass(frozen=True)
class Answer:
    """The verdict, the credential of ours that the document claims to be, what differs from it."""

    verdict: Verdict
    credential: Credential | None
    differences: tuple[Difference, ...] = ()


def judge_document(document: Json, now: datetime, *, offline: bool, proof: str = "") -> Answer:
    """Nothing is fetched. `offline`: nor is the register asked for more than its public keys.

    `proof`: the tlog-proof that came with it, to be used instead of what the register would prove.
    Malformed if it is none.
    """
    credential = None if offline else claimed(document)
    beside = _beside(LogProof.of_file(proof)) if proof else {}
    if credential is None:
        return Answer(verify(document, replace(_keys_only(document), **beside), now), None)
    materials = replace(materials_of(credential, log.checkpoint()), **beside)
    verdict = verify(document, materials, now)
    found = differences(secured_document(credential), document)
    return Answer(_as_registered(verdict, credential), credential, tuple(found))


def judge_token(text: str, now: datetime, *, offline: bool, proof: str = "") -> Answer:
    """The same for a credential in an envelope. No differences: its holder may keep some back."""
    shown = ToldProof.of_file(proof) if proof else None
    try:
        document = open_token(text).credential
    except Malformed as error:
        return Answer(unreadable(error), None)
    materials = _keys_only(document)
    credential = None if offline else claimed(document)
    if credential:
        materials = materials.with_documents(status_lists_of(credential))
        shown = shown or told_of(credential, token_digest(text), log.checkpoint())
    if shown:  # If not: signed before the log was told of tokens, or not by us.
        materials = replace(materials, **_beside(shown.proof), told_of_token=shown.told)
    if credential is None:
        return Answer(verify_token(text, materials, now), None)
    return Answer(_as_registered(verify_token(text, materials, now), credential), credential)


def claimed(document: Json) -> Credential | None:
    """The credential of ours that a document says it is, true or not."""
    identifier = document.get("id")
    if not isinstance(identifier, str):
        return None
    return find(identifier.rstrip("/").rpartition("/")[2])


def differences(ours: object, theirs: object, path: str = "") -> Iterator[Difference]:
    """Where theirs says something else than ours, from JSON; `path`: where both stand."""
    match ours, theirs:
        case dict(), dict():
            for name in sorted({*ours, *theirs}):
                yield from differences(ours.get(name), theirs.get(name), f"{path}.{name}")
        case list(), list() if len(ours) == len(theirs):
            for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
                yield from differences(one, other, f"{path}[{place}]")
        case _ if ours != theirs:
            yield Difference(path.lstrip("."), _shown(ours), _shown(theirs))


def _as_registered(verdict: Verdict, credential: Credential) -> Verdict:
    """The published lists may be a moment behind the register."""
    if credential.revoked_at:
        said = Check(CheckCode.STATUS, Outcome.FAILED, "revoked in the register", Status.REVOKED)
    elif credential.suspended_at:
        said = Check(
            CheckCode.STATUS, Outcome.FAILED, "suspended in the register", Status.SUSPENDED
        )
    else:
        return verdict
    others = (check for check in verdict.checks if check.code is not CheckCode.STATUS)
    return Verdict.of([*others, said])


def _beside(proof: LogProof) -> dict[str, Any]:
    return {"log_proof": proof, "log_key": log.verification_key()}


def _keys_only(document: Json) -> Materials:
    try:
        issuer = Organization.objects.filter(did=read(document).issuer_id).first()
    except Malformed:
        issuer = None
    if issuer is None:
        return Materials()
    return Materials(
        documents={issuer.did: did_document(issuer)},
        trusted_issuers=frozenset({issuer.did}),
        cutoffs=cutoffs(issuer, Use.CREDENTIALS) | cutoffs(issuer, Use.DOCUMENTS),
    )


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
