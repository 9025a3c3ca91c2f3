"""Judge a credential of ours the way a stranger would, with the materials that a stranger gets."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, prefetch_related_objects

from conferral.credentials.issuing import documents, shapes
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, Event, Use
from conferral.credentials.issuing.number import NotANumber, parse
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.verification.record import Record, State, record_of
from credkit.canonical import Json
from credkit.tlog.proof import LogProof
from credkit.verify import Materials, Status, Verdict, verify


@dataclass(frozen=True)
class Judgement:
    """The register's record, the verdict of the checks, and what they rest on."""

    record: Record
    verdict: Verdict
    status: State
    log_index: int | None
    log_proof: LogProof | None
    events: tuple[Event, ...]  # Oldest first, each with its entry.
    checked_at: datetime


_STATES = {
    Status.VALID: State.VALID,
    Status.EXPIRED: State.EXPIRED,
    Status.NOT_YET_VALID: State.NOT_YET_VALID,
    Status.SUSPENDED: State.SUSPENDED,
    Status.REVOKED: State.REVOKED,
    Status.KEY_REVOKED: State.KEY_REVOKED,
    Status.ALTERED: State.ALTERED,
    Status.SPECIMEN: State.SPECIMEN,
    Status.UNREADABLE: State.ALTERED,
    Status.NOT_LOGGED: State.NOT_LOGGED,
    Status.STATUS_UNKNOWN: State.STATUS_UNKNOWN,
}
_RELATED = (
    "shape__accreditation",
    "key__organization",
    "status_list",
    "suspension_list",
    "entry",
    "showing",
)


def find(text: str) -> Credential | None:
    """The credential of that number, as sloppily typed as it may be. The erased are unknown."""
    try:
        number = parse(text)
    except NotANumber:
        return None
    found = Credential.objects.kept().select_related(*_RELATED).filter(number=number)
    return next(iter(found), None)  # Not first(): it would ask for an order of one row.


def judge_ours(credential: Credential, now: datetime) -> Judgement:
    """Needs a credential as `find` gives it. Reads the log's tiles and nothing more."""
    latest = log.checkpoint()
    materials = materials_of(credential, latest)
    document = documents.secured_document(credential)
    digest = shapes.document_digest(credential)
    verdict = verify(document, materials, now, document_digest=digest)
    return Judgement(
        record=record_of(credential, _day(credential, now)),
        verdict=verdict,
        status=_state(credential, verdict),
        log_index=credential.entry.index,
        log_proof=materials.log_proof,
        events=tuple(_life_of(credential).select_related("entry").order_by("pk")),
        checked_at=now,
    )


def materials_of(credential: Credential, latest: SignedCheckpoint | None) -> Materials:
    """Everything that a verifier of this credential needs, from the register."""
    organization = credential.key.organization
    prefetch_related_objects([organization], "issuer_keys")
    keys = documents.did_document_without_tokens(organization)
    own: dict[str, Json] = {organization.did: keys}
    return Materials(
        documents=own | documents.status_lists_of(credential),
        log_proof=_log_proof(credential, latest),
        log_key=log.verification_key(),
        trusted_issuers=frozenset({organization.did}),
        cutoffs=documents.cutoffs(organization, Use.CREDENTIALS),
    )


def _day(credential: Credential, now: datetime) -> date:
    return now.astimezone(credential.key.organization.zone).date()


def _life_of(credential: Credential) -> QuerySet[Event]:
    """What became of it. That somebody has asked for a token is not of that kind."""
    return credential.events.exclude(kind=Kind.ENVELOPED)


def _log_proof(credential: Credential, latest: SignedCheckpoint | None) -> LogProof | None:
    index = credential.entry.index
    if latest is None or index is None:
        return None
    return log.proof_of(index, bytes(credential.log_salt), latest)


def _state(credential: Credential, verdict: Verdict) -> State:
    state = _STATES.get(verdict.status, State.STATUS_UNKNOWN)
    if credential.replaced_by_id and state is not State.ALTERED:
        return State.REPLACED  # Even where a stolen key signed it: there is a better one now.
    if state not in {State.ALTERED, State.KEY_REVOKED, State.NOT_LOGGED}:
        # The published lists may be a moment behind the register.
        if credential.revoked_at:
            return State.REVOKED
        if credential.suspended_at and state is not State.REVOKED:
            return State.SUSPENDED
    if credential.is_specimen and state is State.VALID:
        return State.SPECIMEN
    return state
