"""Bodies, what they grant and what they sign, for tests."""

import io
import json
import zipfile
from datetime import date

from django.core.files.base import ContentFile

from cast import a_body, an_organization, hana
from conferral.credentials.issuing.addresses import achievement_url
from conferral.credentials.verification import endorsements
from conferral.foundation.accounts.models import Organization
from conferral.learning.accreditation import actions, bodies, documents, qualifications
from conferral.learning.accreditation.actions import Terms
from conferral.learning.accreditation.models import (
    Accreditation,
    Body,
    Document,
    Endorsement,
    Qualification,
    Standard,
)
from conferral.learning.accreditation.qualifications import Registration
from conferral.learning.catalog.models import (
    CertificateKind,
    CertificateType,
    CourseVersion,
    Duty,
    Instructor,
    Lacking,
    Site,
    Teaching,
)
from credkit.achievement import Profile
from credkit.endorsement import Endorsement as Unsigned
from credkit.keys import LocalSigner, P256Signer
from credkit.proofs import data_integrity, vc_jwt

SIGNER = LocalSigner(b"board" + bytes(27))
DID = f"did:key:{SIGNER.public_multikey}"
METHOD = f"{DID}#{SIGNER.public_multikey}"
TOKEN_SIGNER = P256Signer(bytes(range(32)))
DID_OF_TOKENS = f"did:key:{TOKEN_SIGNER.public_multikey}"
METHOD_OF_TOKENS = f"{DID_OF_TOKENS}#{TOKEN_SIGNER.public_multikey}"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def granted(version: CourseVersion, **of_terms: object) -> Accreditation:
    """By the National Board, for the version's course."""
    said = {
        "number": "NBVA/2024/00317",
        "valid_from": date(2020, 1, 1),
        "statement": "This course meets the Board’s published standard.",
        "courses": [version.course],
    }
    return actions.add(a_body(version.course.organization), Terms(**said | of_terms), hana())


def a_type(lacking: Lacking = Lacking.HOLD, **of_type: object) -> CertificateType:
    """Of competence; it asks for an accreditation."""
    said = {
        "organization": an_organization(),
        "code": f"competence-{lacking}",
        "kind": CertificateKind.COMPETENCE,
        "title": "Certificate of Competence",
        "needs_accreditation": True,
        "if_lacking": lacking,
        "downgraded_title": "Certificate of Completion",
    }
    return CertificateType.objects.create(**said | of_type)


def a_site(name: str = "Durban") -> Site:
    return Site.objects.create(organization=an_organization(), code=name.lower(), name=name)


def a_teacher(version: CourseVersion, duty: Duty = Duty.INSTRUCTOR) -> Instructor:
    organization = version.course.organization
    teacher = Instructor.objects.create(organization=organization, name="Dr Thabo Mokoena")
    Teaching.objects.create(version=version, instructor=teacher, duty=duty)
    return teacher


def registered(teacher: Instructor, until: date | None, since: date | None = None) -> Qualification:
    said = Registration(
        "registration", "Council of Trainers", since or date(2020, 1, 1), until, "T-117"
    )
    return qualifications.add(teacher, said, hana())


def a_word_document() -> bytes:
    return _archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


def an_open_document(media_type: str = "application/vnd.oasis.opendocument.text") -> bytes:
    return _archive({"mimetype": media_type, "content.xml": "<o/>"})


def a_signing_body(did: str = DID) -> Body:
    body = a_body()
    body.did = did
    body.save()
    return body


def an_unsigned_endorsement(version: CourseVersion, **of_it: object) -> dict[str, object]:
    said = {
        "id": "https://accreditor.example/endorsements/1",
        "name": "Accreditation of First Aid",
        "issuer": Profile(DID, "National Board"),
        "endorsed_id": achievement_url(version.uuid),
        "endorsed_type": "Achievement",
        "comment": "This course meets the Board’s published standard.",
        "valid_from": "2026-01-01T00:00:00Z",
        "valid_until": "2099-01-01T00:00:00Z",
    }
    return Unsigned(**said | of_it).to_json()


def signed(document: dict[str, object], signer: LocalSigner = SIGNER) -> bytes:
    options = data_integrity.Options(METHOD, "2026-01-02T00:00:00Z")
    return json.dumps(data_integrity.add(document, signer, options)).encode()


def as_token(document: dict[str, object]) -> bytes:
    return vc_jwt.issue(document, TOKEN_SIGNER, key_id=METHOD_OF_TOKENS).encode()


def endorsed(version: CourseVersion) -> Endorsement:
    a_signing_body()
    return endorsements.endorse(
        version.course.organization, signed(an_unsigned_endorsement(version)), hana()
    )


def a_paper(name: str, organization: Organization | None = None) -> Document:
    """Kept for nothing in particular."""
    house, paper = organization or an_organization(), ContentFile(PDF, name)
    with documents.keeping(house, name, paper, hana()) as document:
        return document


def a_world(version: CourseVersion) -> dict[str, list[object]]:
    """One row of each kind, by the word for it, as addresses name them."""
    organization = version.course.organization
    accreditation = granted(version)
    kind = a_type()
    review = actions.plan_review(accreditation, "Assessors", date(2099, 1, 1), hana())
    standard = Standard(area="assessment", title="Assessment", criteria="It is fair.")
    document = a_paper("letter.pdf", organization)
    endorsement = endorsed(version)
    return {
        "accreditation": [accreditation.pk],
        "body": [accreditation.body_id],
        "condition": [actions.add_condition(accreditation, "Report", None, hana()).pk],
        "periodic_review": [review.pk],
        "standard": [bodies.add_standard(accreditation.body, standard, hana()).pk],
        "requirement": [bodies.require(kind, accreditation.body, "", hana()).pk],
        "document": [document.pk],
        "qualification": [registered(a_teacher(version), date(2099, 1, 1)).pk],
        "endorsement": [version.uuid, endorsement.pk],
        "endorsed": [endorsement.pk],
    }


def _archive(entries: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return packed.getvalue()
