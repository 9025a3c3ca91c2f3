"""What is known of accrediting bodies: how to reach them, how they look, what they ask for."""

import json
from dataclasses import dataclass

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.drawing import BadDrawing, clean_svg
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.visible import many_lines, one_line
from conferral.learning.accreditation.models import (
    Area,
    Body,
    BodyKind,
    Requirement,
    Standard,
)
from conferral.learning.catalog import changes
from conferral.learning.catalog.models import CertificateType
from credkit import did
from credkit.canonical import Json
from credkit.errors import Malformed


@dataclass(frozen=True)
class Profile:
    """A body as it presents itself. `did_document`: as text; it is not needed for a did:key."""

    name: str
    url: str
    kind: BodyKind = BodyKind.PROFESSIONAL
    contact: str = ""
    did: str = ""
    did_document: str = ""
    logo_svg: str = ""
    seal_svg: str = ""
    review_months: int | None = None


@transaction.atomic
def add(organization: Organization, profile: Profile, person: Person) -> Body:
    body = Body(organization=organization)
    _write(body, profile)
    record(person, "added a body", body, organization, name=body.name)
    return body


@transaction.atomic
def change(body: Body, profile: Profile, person: Person) -> None:
    """Certificates that were issued keep the name and the logo that they were printed with."""
    _write(body, profile)
    changes.note(body.organization)
    record(person, "changed a body", body, body.organization, name=body.name)


def profile_of(body: Body) -> Profile:
    return Profile(
        name=body.name,
        url=body.url,
        kind=BodyKind(body.kind),
        contact=body.contact,
        did=body.did,
        did_document=json.dumps(body.did_document, indent=2) if body.did_document else "",
        logo_svg=body.logo_svg,
        seal_svg=body.seal_svg,
        review_months=body.review_months,
    )


@transaction.atomic
def add_standard(body: Body, standard: Standard, person: Person) -> Standard:
    """`standard`: not saved yet. Refused without a line that a reviewer could tick."""
    standard.title = one_line(standard.title, "title")
    standard.edition = one_line(standard.edition, "edition")
    standard.criteria = many_lines(standard.criteria, "criteria")
    if not standard.title:
        raise RefusedPart("title", "A standard has a title.")
    if not standard.lines:
        raise RefusedPart("criteria", "Write what it asks for, one criterion on each line.")
    if standard.area not in set(Area):
        raise RefusedPart("area", f"There is no area “{standard.area}”.")
    standard.body = body
    standard.save()
    record(person, "added a standard", body, body.organization, title=str(standard))
    return standard


@transaction.atomic
def remove_standard(standard: Standard, person: Person) -> None:
    """Checklists that were ticked keep their words."""
    body = standard.body
    record(person, "removed a standard", body, body.organization, title=str(standard))
    standard.delete()


@transaction.atomic
def require(
    certificate_type: CertificateType, body: Body | None, words: str, person: Person
) -> Requirement:
    """Who may vouch for certificates of this type. Of several requirements any one is enough."""
    words = one_line(words, "words")
    if body is None and not words:
        raise Refused("Name a body, or words that its scope must have.")
    requirement = Requirement.objects.create(
        certificate_type=certificate_type, body=body, words=words
    )
    organization = certificate_type.organization
    changes.note(organization)
    record(person, "added a requirement", certificate_type, organization, asks=str(requirement))
    return requirement


@transaction.atomic
def drop_requirement(requirement: Requirement, person: Person) -> None:
    kind = requirement.certificate_type
    changes.note(kind.organization)
    record(person, "dropped a requirement", kind, kind.organization, asks=str(requirement))
    requirement.delete()


def _write(body: Body, profile: Profile) -> None:
    if not (name := one_line(profile.name, "name")):
        raise RefusedPart("name", "A body has a name.")
    twins = Body.objects.filter(organization=body.organization, name=name)
    if twins.exclude(pk=body.pk).exists():
        raise RefusedPart("name", f"{name} is on record already.")
    body.name, body.url, body.kind = name, profile.url, profile.kind
    body.contact = many_lines(profile.contact, "contact")
    body.review_months = profile.review_months
    body.did, body.did_document = profile.did.strip(), _did_document(profile)
    body.logo_svg = _drawing("logo_svg", profile.logo_svg)
    body.seal_svg = _drawing("seal_svg", profile.seal_svg)
    body.save()


def _drawing(part: str, text: str) -> str:
    try:
        return clean_svg(text.encode()) if text else ""
    except BadDrawing as slip:
        raise RefusedPart(part, str(slip)) from slip


def _did_document(profile: Profile) -> Json | None:
    """What says which keys are the body's own. Nothing is fetched: the body hands it over."""
    wanted = profile.did.strip()
    if wanted:
        try:
            did.method_of(wanted)
        except Malformed as slip:
            raise RefusedPart("did", f"This is no DID: {wanted}.") from slip
    if not profile.did_document.strip():
        return None
    try:
        document = json.loads(profile.did_document)
    except ValueError as slip:
        raise RefusedPart("did_document", "The DID document is not JSON.") from slip
    if not isinstance(document, dict) or document.get("id") != wanted:
        raise RefusedPart("did_document", f"The DID document is not that of {wanted or 'a DID'}.")
    return document
