"""Judge a document or a number as it was handed to us, with what this register knows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from conferral.credentials.issuing.documents import (
    cutoffs,
    did_document,
    secured_document,
    status_lists_of,
)
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, Use
from conferral.credentials.transparency import log
from conferral.credentials.verification.actions import find, materials_of
from conferral.foundation.accounts.models import Organization
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.reading import read
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


def judge_document(document: Json, now: datetime, *, offline: bool) -> Answer:
    """Nothing is fetched. `offline`: nor is the register asked for more than its public keys."""
    credential = None if offline else _claimed(document)
    if credential is None:
        return Answer(verify(document, _keys_only(document), now), None)
    verdict = verify(document, materials_of(credential, log.checkpoint()), now)
    differences = _differences(secured_document(credential), document)
    return Answer(_as_registered(verdict, credential), credential, tuple(differences))


def judge_token(text: str, now: datetime, *, offline: bool) -> Answer:
    """The same for a credential in an envelope. No differences: its holder may keep some back."""
    try:
        document = open_token(text).credential
    except Malformed as error:
        return Answer(unreadable(error), None)
    materials = _keys_only(document)
    credential = None if offline else _claimed(document)
    if credential is None:
        return Answer(verify_token(text, materials, now), None)
    materials = _told_of(text, credential, materials.with_documents(status_lists_of(credential)))
    return Answer(_as_registered(verify_token(text, materials, now), credential), credential)


def _claimed(document: Json) -> Credential | None:
    identifier = document.get("id")
    if not isinstance(identifier, str):
        return None
    return find(identifier.rstrip("/").rpartition("/")[2])


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


def _told_of(text: str, credential: Credential, materials: Materials) -> Materials:
    """With what the log was told when the token was signed, if it was."""
    organization, latest = credential.key.organization, log.checkpoint()
    known = replace(materials, cutoffs=cutoffs(organization, Use.DOCUMENTS))
    told = credential.events.filter(
        kind=Kind.ENVELOPED, document__token=token_digest(text), entry__index__isnull=False
    )
    event = told.select_related("entry").first()
    if event is None or event.entry.index is None or latest is None:
        return known  # Signed before the log was told of tokens, or not by us.
    proof = log.proof_of(event.entry.index, bytes(event.salt), latest)
    log_key = log.verification_key()
    return replace(known, log_proof=proof, log_key=log_key, told_of_token=event.document)


def _keys_only(document: Json) -> Materials:
    try:
        issuer = Organization.objects.filter(did=read(document).issuer_id).first()
    except Malformed:
        issuer = None
    if issuer is None:
        return Materials()
    return Materials(
        documents={issuer.did: did_document(issuer)}, trusted_issuers=frozenset({issuer.did})
    )


def _differences(ours: object, theirs: object, path: str = "") -> Iterator[Difference]:
    match ours, theirs:
        case dict(), dict():
            for name in sorted({*ours, *theirs}):
                yield from _differences(ours.get(name), theirs.get(name), f"{path}.{name}")
        case list(), list() if len(ours) == len(theirs):
            for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
                yield from _differences(one, other, f"{path}[{place}]")
        case _ if ours != theirs:
            yield Difference(path.lstrip("."), _shown(ours), _shown(theirs))


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
