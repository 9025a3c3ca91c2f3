"""An award in the words of Open Badges 3.0: what all holders share is a shape, the rest its slots.

The same facts in the plain words of pages and prints are frozen beside the shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from conferral.credentials.issuing import addresses
from conferral.credentials.issuing.models import Purpose
from conferral.foundation.accounts.models import Organization
from conferral.learning.accreditation.gate import LABEL, Outcome, Ruling
from conferral.learning.accreditation.models import Accreditation
from conferral.learning.catalog.models import CertificateKind, CourseVersion
from credkit.achievement import Achievement, Alignment, Profile, ResultDescription
from credkit.canonical import Json
from credkit.credential import Credential, Evidence, Result, accreditation, timestamp
from credkit.shape import slot
from credkit.status_list import entry


@dataclass(frozen=True)
class Variant:
    """In what the shapes of one version differ: not every certificate ends or has a mark."""

    expires: bool
    marked: bool
    suspendable: bool = False  # A second status entry (docs/adr/0011).
    specimen: bool = False  # Its terms of use say that it proves nothing about anyone.


@dataclass(frozen=True)
class Decided:
    """The gate's ruling on the day of issue, and the accreditation that it names."""

    ruling: Ruling
    accredited_by: Accreditation | None = None


@dataclass(frozen=True)
class Filling:
    """What is said of one holder."""

    number: str
    holder_uuid: str
    holder_name: str
    issued_at: datetime
    completed_on: date
    valid_until: datetime | None
    mark: str
    revocation: tuple[str, int]  # The list's address, and the place on it.
    suspension: tuple[str, int] | None


def template(version: CourseVersion, decided: Decided | None, variant: Variant) -> Json:
    """The unsecured document with a slot wherever holders differ.

    `decided`: None where nobody has asked the gate, as for a course that nobody has completed.
    """
    achievement = _achievement(version, decided.accredited_by if decided else None, variant)
    subject_url = addresses.credential_url(slot("number"))
    return Credential(
        id=subject_url,
        issuer=profile(version.course.organization),
        holder_id=f"urn:uuid:{slot('holder')}",
        holder_name=slot("holder_name"),
        achievement=achievement,
        valid_from=slot("issued_at"),
        valid_until=slot("valid_until") if variant.expires else None,
        awarded_date=slot("completed_on"),
        instructor=_instructor(version),
        credits_earned=version.hours,
        license_number=slot("number"),
        narrative=_explanation(decided),
        status=_statuses(variant),
        results=_results(subject_url, achievement) if variant.marked else (),
        evidence=(_evidence(subject_url, version),),
        is_specimen=variant.specimen or version.course.organization.is_specimen,
    ).to_json()


def facts(version: CourseVersion, decided: Decided | None) -> dict[str, Any]:
    """What every certificate of the shape prints, apart from its slots. JSON values."""
    decided = decided or Decided(Ruling(Outcome.NOT_ASKED, None, version.certificate_title))
    organization = version.course.organization
    signatories = (
        (version.instructor_name, version.instructor_role),
        (version.signatory_name, version.signatory_role),
    )
    return {
        "issuer": organization.name,
        "issuer_url": organization.url,
        "registration": organization.registration,
        "course": version.title,
        "description": version.plain_description,
        "certificate_title": decided.ruling.title,
        "label": decided.ruling.label,
        "language": version.language,
        "hours": version.hours,
        "level": version.level,
        "signatories": [[name, role] for name, role in signatories if name],
        "alignments": [
            [each.target_name, each.target_code, each.target_framework]
            for each in version.alignments.order_by("pk")
        ],
        "accreditation": _accreditation_facts(decided.accredited_by),
        "ruling": _ruling_facts(decided.ruling),
    }


def label_of(facts: Mapping[str, Any]) -> str:
    """What is printed beside the title. Shapes of before had no label of their own."""
    label: str = facts.get("label", LABEL if facts["accreditation"] else "")
    return label


def values(filling: Filling, variant: Variant, zone: ZoneInfo) -> dict[str, str]:
    """The slots' values for one holder."""
    slots = {
        "number": filling.number,
        "holder": filling.holder_uuid,
        "holder_name": filling.holder_name,
        "issued_at": timestamp(filling.issued_at),
        **results(filling.completed_on, filling.mark if variant.marked else "", zone),
        **seats(filling.revocation, filling.suspension if variant.suspendable else None),
    }
    if variant.expires and filling.valid_until:
        slots["valid_until"] = timestamp(filling.valid_until)
    return slots


def results(completed_on: date, mark: str, zone: ZoneInfo) -> dict[str, str]:
    """The slots that say what was reached, and when. `mark`: empty where the shape has none."""
    slots = {"completed_on": datetime.combine(completed_on, time(), zone).isoformat()}
    return slots | ({"mark": mark} if mark else {})


def seats(revocation: tuple[str, int], suspension: tuple[str, int] | None) -> dict[str, str]:
    """The slots that say where its status is told."""
    slots = {"status_list": revocation[0], "status_index": str(revocation[1])}
    if suspension:
        slots |= {"suspension_list": suspension[0], "suspension_index": str(suspension[1])}
    return slots


def _statuses(variant: Variant) -> Json | list[Json]:
    revocation = entry(slot("status_list"), slot("status_index"))
    if not variant.suspendable:
        return revocation
    place = slot("suspension_list"), slot("suspension_index")
    return [revocation, entry(*place, Purpose.SUSPENSION)]


def profile(organization: Organization) -> Profile:
    """The issuer in the words of Open Badges."""
    return Profile(
        id=organization.did,
        name=organization.name,
        url=organization.url,
        email=organization.email,
    )


def _instructor(version: CourseVersion) -> Profile | None:
    if not version.instructor_name:
        return None
    return Profile(
        id=f"{addresses.achievement_url(version.uuid)}#instructor",
        name=version.instructor_name,
        description=version.instructor_role,
    )


def _achievement(
    version: CourseVersion, accredited_by: Accreditation | None, variant: Variant
) -> Achievement:
    url = addresses.achievement_url(version.uuid)
    mark = ResultDescription(f"{url}#mark", "Final mark", value_min="0", value_max="100")
    return Achievement(
        id=url,
        name=version.title,
        description=version.plain_description,
        criteria_narrative=version.narrative,
        achievement_type=_achievement_type(version),
        image_url=f"{url}/image.svg",
        alignments=(*_alignments(version, url), *_accreditations(accredited_by, url)),
        creator=profile(version.course.organization),
        credits_available=version.hours,
        specialization=version.level,
        human_code=version.course.code,
        in_language=version.language,
        version=str(version.number),
        results=(mark,) if variant.marked else (),
        endorsement_tokens=_endorsements(version),
    )


def _achievement_type(version: CourseVersion) -> str:
    """The word of Open Badges 3.0 (AchievementType) that comes nearest to the kind."""
    kind = version.certificate_type.kind if version.certificate_type else CertificateKind.COMPLETION
    match kind:
        case CertificateKind.ATTENDANCE:
            return "Certificate"
        case CertificateKind.STATEMENT:
            return "Assessment"
        case CertificateKind.COMPETENCE:
            return "Competency"
    return "CertificateOfCompletion"


def _alignments(version: CourseVersion, url: str) -> list[Alignment]:
    return [
        Alignment(
            id=f"{url}#alignment-{position}",
            target_name=alignment.target_name,
            target_url=alignment.target_url,
            target_framework=alignment.target_framework,
            target_code=alignment.target_code,
            target_description=alignment.target_description,
            target_type=alignment.target_type,
        )
        for position, alignment in enumerate(version.alignments.order_by("pk"), 1)
    ]


def _endorsements(version: CourseVersion) -> tuple[str, ...]:
    """Those that came as tokens. A proof inside would have nodes without ids; see endorsement."""
    tokens = version.endorsements.published().exclude(token="").order_by("pk")
    return tuple(tokens.values_list("token", flat=True))


def _accreditations(accredited_by: Accreditation | None, url: str) -> list[Alignment]:
    if accredited_by is None:
        return []
    body = accredited_by.body
    return [
        accreditation(
            f"{url}#accreditation",
            body.name,
            body.url,
            accredited_by.number,
            accredited_by.statement,
        )
    ]


def _accreditation_facts(accredited_by: Accreditation | None) -> dict[str, str] | None:
    if accredited_by is None:
        return None
    return {
        "uuid": str(accredited_by.uuid),
        "body": accredited_by.body.name,
        "did": accredited_by.body.did,
        "url": accredited_by.body.url,
        "logo_svg": accredited_by.body.logo_svg,
        "number": accredited_by.number,
        "statement": accredited_by.statement,
    }


def _ruling_facts(ruling: Ruling) -> dict[str, Any]:
    """Public words alone: whom a reason is about is for staff."""
    reasons = [{"code": str(each.code), "words": each.words} for each in ruling.reasons]
    return {"outcome": str(ruling.outcome), "reasons": reasons}


def _explanation(decided: Decided | None) -> str:
    """So that the signed document, too, says why it is not what its type promises."""
    if decided is None or decided.ruling.outcome is not Outcome.DOWNGRADED:
        return ""
    return f"Not accredited on the day of issue. {decided.ruling.because}"


def _evidence(credential_url: str, version: CourseVersion) -> Evidence:
    """What the award rests on. Its id says nothing about the holder."""
    return Evidence(
        id=f"{credential_url}#evidence",
        name="Record of completion",
        narrative=(
            f"{version.course.organization} holds the record of the results that the criteria of "
            f"version {version.number} of the course ask for."
        ),
        genre="Record",
    )


def _results(credential_url: str, achievement: Achievement) -> tuple[Result, ...]:
    return (
        Result(
            id=f"{credential_url}#mark",
            result_description=achievement.results[0].id,
            value=slot("mark"),
        ),
    )
