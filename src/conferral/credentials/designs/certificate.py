"""A credential on paper: what its design is told, its frozen PDF, its picture."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from conferral.credentials.designs import printing
from conferral.credentials.designs.models import Certificate
from conferral.credentials.designs.variables import (
    Accreditation,
    CertificateData,
    Issuer,
    Signature,
)
from conferral.credentials.issuing import addresses
from conferral.credentials.issuing.compose import label_of
from conferral.credentials.issuing.documents import PLAIN_BADGE, achievement_image, secured_document
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from credkit import baking
from credkit.errors import Malformed

DESIGN = "heritage"
WIDTH, SMALL_WIDTH = 1204, 720  # Pixels, of the pictures.
SPECIMEN = "Specimen: it proves nothing about anyone"
_DEMONSTRATION = "Specimen from a demonstration system"


def path_of(credential: Credential) -> str:
    """Where the storage keeps its PDF: known before it is printed, and telling nothing."""
    name = bytes(credential.digest).hex()
    return f"certificates/{name[:2]}/{name}.pdf"


def pdf_of(credential: Credential) -> bytes:
    """The bytes as they were printed once. Refused while it waits to be printed."""
    certificate = Certificate.objects.filter(credential=credential).first()
    if certificate is None:
        raise Refused("The certificate is being prepared. Come back in a minute.")
    with certificate.file.open() as file:
        return bytes(file.read())


def png_of(credential: Credential, width: int = WIDTH) -> bytes:
    """A picture of the page, `width` pixels wide; drawn when it is asked for first, then kept.

    Before it is printed, its QR code has no stub yet: such a picture is not kept.
    """
    path = _picture_path(credential, width)
    if not default_storage.exists(path):
        printed = Certificate.objects.filter(credential=credential).first()
        if printed is None:
            return printing.png(words_of(credential), width)
        picture = printing.png(words_of(credential, printed.stub), width)
        default_storage.save(path, ContentFile(picture))
    with default_storage.open(path) as file:
        return bytes(file.read())


def files_of(credential: Credential) -> list[str]:
    """Where the storage may keep something that bears its holder's name."""
    pictures = [_picture_path(credential, width) for width in (WIDTH, SMALL_WIDTH)]
    return [path_of(credential), *pictures]


def baked_png_of(credential: Credential) -> bytes:
    """The picture with the signed credential inside (Open Badges 3.0, section 5.3)."""
    return baking.bake(png_of(credential), _signed(credential))


def badge_of(credential: Credential) -> bytes:
    """The achievement's picture as SVG, with the signed credential inside."""
    signed = _signed(credential)
    try:
        return baking.bake(achievement_image(credential.shape.version).encode(), signed)
    except Malformed:  # Some logos, such as empty ones, have no place for it.
        return baking.bake(PLAIN_BADGE.encode(), signed)


def data_of(credential: Credential, stub: str = "") -> CertificateData:
    """Everything that the certificate prints, with the signed credential that the paper bears."""
    return replace(
        words_of(credential, stub), credential=orjson.dumps(secured_document(credential))
    )


def words_of(credential: Credential, stub: str = "") -> CertificateData:
    """What it says, from the shape's wording and the slots; it bears no credential."""
    organization, slots = credential.key.organization, credential.slots
    return worded(
        credential.shape.facts,
        organization,
        holder_name=slots["holder_name"],
        completed_on=date.fromisoformat(slots["completed_on"][:10]),
        issued=credential.issued_at.astimezone(organization.zone).date(),
        expires=_last_day(credential),
        mark=f"Final mark {slots['mark']} %" if "mark" in slots else "",
        number=credential.number,
        verify_url=credential.url,
        rosette_seed=bytes(credential.digest),
        credential=b"",
        stub=stub,
        is_specimen=credential.is_specimen,
        specimen=_specimen(credential),
    )


def worded(
    facts: Mapping[str, Any], organization: Organization, **of_holder: Any
) -> CertificateData:
    """What all certificates of a shape say, and `of_holder`: what is said of one holder."""
    return CertificateData(
        issuer=Issuer(facts["issuer"], organization.logo_svg, facts["registration"]),
        title=facts["certificate_title"],
        label=label_of(facts),
        course=facts["course"],
        description=facts["description"],
        hours=f"{facts['hours']} learning hours" if facts["hours"] else "",
        level=facts["level"],
        signatures=tuple(Signature(name, role) for name, role in facts["signatories"]),
        accreditation=_accreditation(facts["accreditation"]),
        verify_short=addresses.short_address(),
        language=facts["language"],
        **of_holder,
    )


def _picture_path(credential: Credential, width: int) -> str:
    digest = bytes(credential.digest).hex()
    return f"pictures/{digest[:2]}/{digest}-{width}.png"


def _signed(credential: Credential) -> str:
    return orjson.dumps(secured_document(credential)).decode()


def _last_day(credential: Credential) -> date | None:
    if credential.valid_until is None:
        return None
    return credential.valid_until.astimezone(credential.key.organization.zone).date()


def _accreditation(facts: dict[str, str] | None) -> Accreditation | None:
    if facts is None:
        return None
    return Accreditation(facts["body"], facts["number"], facts["statement"], facts["logo_svg"])


def _specimen(credential: Credential) -> str:
    if credential.is_specimen:
        return SPECIMEN
    return _DEMONSTRATION if credential.key.organization.is_specimen else ""
