"""What the register says of one certificate: every field that it prints, and its state."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from conferral.credentials.issuing.models import Credential


class State(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    REVOKED = "revoked"
    SPECIMEN = "specimen"
    ALTERED = "altered"
    KEY_REVOKED = "key revoked"
    STATUS_UNKNOWN = "status unknown"
    NOT_LOGGED = "not logged"


@dataclass(frozen=True)
class Accreditation:
    body: str
    number: str
    statement: str


@dataclass(frozen=True)
class Record:
    number: str
    url: str
    issuer: str
    issuer_url: str
    registration: str
    holder: str
    course: str
    description: str
    certificate_title: str
    label: str
    language: str
    completed_on: date
    issued_at: datetime
    valid_until: datetime | None
    hours: int | None
    level: str
    mark: str
    accreditation: Accreditation | None
    signatories: tuple[tuple[str, str], ...]
    revoked_at: datetime | None
    revoked_because: str
    suspended_at: datetime | None
    suspended_because: str
    is_specimen: bool
    zone: ZoneInfo


def record_of(credential: Credential) -> Record:
    """Needs the credential's shape, and its key with the organization."""
    facts, slots = credential.shape.facts, credential.slots
    accredited = facts["accreditation"]
    return Record(
        number=credential.number,
        url=credential.url,
        issuer=facts["issuer"],
        issuer_url=facts["issuer_url"],
        registration=facts["registration"],
        holder=slots["holder_name"],
        course=facts["course"],
        description=facts["description"],
        certificate_title=facts["certificate_title"],
        label="Accredited Certificate" if accredited else "",
        language=facts["language"],
        completed_on=date.fromisoformat(slots["completed_on"][:10]),
        issued_at=credential.issued_at,
        valid_until=credential.valid_until,
        hours=facts["hours"],
        level=facts["level"],
        mark=slots.get("mark", ""),
        accreditation=_accreditation(accredited),
        signatories=tuple((name, role) for name, role in facts["signatories"]),
        revoked_at=credential.revoked_at,
        revoked_because=credential.revoked_because,
        suspended_at=credential.suspended_at,
        suspended_because=credential.suspended_because,
        is_specimen=credential.is_specimen,
        zone=credential.key.organization.zone,
    )


def _accreditation(facts: dict[str, str] | None) -> Accreditation | None:
    if facts is None:
        return None
    return Accreditation(facts["body"], facts["number"], facts["statement"])
