"""What the register says of one certificate: every field that it prints, and its state."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from conferral.credentials.issuing.compose import label_of
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.showing import mode_of
from conferral.foundation.accounts.name_modes import NameMode, shown
from conferral.learning.accreditation.gate import Outcome


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
    """As it was on the day of issue; `lapsed_since`: and the first day it does not count."""

    body: str
    number: str
    statement: str
    url: str = ""
    logo_svg: str = ""
    lapsed_since: date | None = None


@dataclass(frozen=True)
class Record:
    number: str
    url: str
    issuer: str
    issuer_url: str
    registration: str
    holder: str  # As strangers may read it; empty where they may not.
    name_mode: NameMode
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
    not_accredited_because: str  # Only where its type asks for accreditation.
    signatories: tuple[tuple[str, str], ...]
    alignments: tuple[tuple[str, str, str], ...]  # Name, code and framework of each.
    revoked_at: datetime | None
    revoked_because: str
    suspended_at: datetime | None
    suspended_because: str
    newer: str  # The number of the one that replaces it, if everybody may know it.
    renewed_by: str  # Of the one that goes on from it, likewise.
    is_specimen: bool
    zone: ZoneInfo


def record_of(credential: Credential, today: date) -> Record:
    """Needs the credential's shape with its accreditation, and its key with the organization."""
    facts, slots, mode = credential.shape.facts, credential.slots, mode_of(credential)
    return Record(
        number=credential.number,
        url=credential.url,
        issuer=facts["issuer"],
        issuer_url=facts["issuer_url"],
        registration=facts["registration"],
        holder=shown(slots["holder_name"], mode),
        name_mode=mode,
        course=facts["course"],
        description=facts["description"],
        certificate_title=facts["certificate_title"],
        label=label_of(facts),
        language=facts["language"],
        completed_on=date.fromisoformat(slots["completed_on"][:10]),
        issued_at=credential.issued_at,
        valid_until=credential.valid_until,
        hours=facts["hours"],
        level=facts["level"],
        mark=slots.get("mark", ""),
        accreditation=_accreditation(credential, today),
        not_accredited_because=_because(facts),
        signatories=tuple((name, role) for name, role in facts["signatories"]),
        alignments=tuple((name, code, of) for name, code, of in facts.get("alignments", ())),
        revoked_at=credential.revoked_at,
        revoked_because=credential.revoked_because,
        suspended_at=credential.suspended_at,
        suspended_because=credential.suspended_because,
        newer=newer_of(credential),
        renewed_by=renewed_by_of(credential),
        is_specimen=credential.is_specimen,
        zone=credential.key.organization.zone,
    )


def newer_of(credential: Credential) -> str:
    """The number of the one that has taken its place; empty where strangers must not be led on."""
    return (credential.replaced_by_id or "") if credential.names_successor else ""


def renewed_by_of(credential: Credential) -> str:
    """The number of the one that goes on from it."""
    return (credential.renewed_by_id or "") if credential.names_successor else ""


def _accreditation(credential: Credential, today: date) -> Accreditation | None:
    frozen = credential.shape.facts["accreditation"]
    if frozen is None:
        return None
    return Accreditation(
        body=frozen["body"],
        number=frozen["number"],
        statement=frozen["statement"],
        url=frozen["url"],
        logo_svg=frozen["logo_svg"],
        lapsed_since=_lapsed_since(credential, today),
    )


def _lapsed_since(credential: Credential, today: date) -> date | None:
    """Of the accreditation as the register has it now."""
    live = credential.shape.accreditation
    ended_on = live.ended_on(credential.key.organization.zone) if live else None
    return ended_on if ended_on and ended_on <= today else None


def _because(facts: dict[str, Any]) -> str:
    ruling = facts.get("ruling", {})  # Those of before had none.
    if ruling.get("outcome") != Outcome.DOWNGRADED:
        return ""
    return " ".join(f"{reason['words']}." for reason in ruling["reasons"])
