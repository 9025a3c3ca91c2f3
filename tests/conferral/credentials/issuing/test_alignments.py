"""Where a course stands in others' frameworks: in the credential, on its pages, for machines."""

import pytest
from django.test import Client
from django.urls import reverse

from cast import a_course, an_accreditation, an_issued_credential, an_organization, publish
from conferral.credentials.issuing import shapes
from conferral.learning.catalog.models import Alignment, CertificateKind, CertificateType
from credkit import schemas

pytestmark = pytest.mark.django_db

PLACES = (
    ("CASE", "CFItem", "https://case.test/items/1", "FA.1"),
    ("CTDL", "ceasn:Competency", "https://registry.test/ce-1", "N10-008 1.4"),
    ("ESCO", "ext:esco.Concept", "http://data.europa.eu/esco/skill/1", ""),
    ("NQF", "ext:saqa.Qualification", "https://saqa.test/119567", "119567"),
    ("Vendor", "ext:Objective", "https://vendor.test/obj#2.1", "2.1"),
)


@pytest.fixture
def credential():
    version = a_course()
    for framework, kind, url, code in PLACES:
        Alignment.objects.create(
            version=version,
            target_name=f"Treats “wounds” as {framework} says",
            target_url=url,
            target_code=code,
            target_framework=framework,
            target_type=kind,
        )
    credential = an_issued_credential(version=version)
    publish()
    return credential


def test_every_kind_of_place_stands_in_a_credential_that_fits_the_schema(credential):
    document = shapes.secured_document(credential)
    stated = document["credentialSubject"]["achievement"]["alignment"]
    assert [(each["targetType"], each["targetUrl"]) for each in stated] == [
        (kind, url) for _, kind, url, _ in PLACES
    ]
    assert schemas.validate(document) == []


def test_the_pages_say_what_it_matches(credential):
    page = Client().get(reverse("certificate", args=[credential.number])).text
    assert "119567 Treats “wounds” as NQF says, NQF" in page
    public = Client().get(reverse("achievement", args=[credential.shape.version.uuid])).text
    assert "What it matches elsewhere" in public
    assert 'href="https://vendor.test/obj#2.1"' in public


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (CertificateKind.ATTENDANCE, "Certificate"),
        (CertificateKind.COMPLETION, "CertificateOfCompletion"),
        (CertificateKind.STATEMENT, "Assessment"),
        (CertificateKind.COMPETENCE, "Competency"),
        (CertificateKind.ACCREDITED, "CertificateOfCompletion"),
    ],
)
def test_each_kind_of_certificate_has_its_word(kind, word):
    given = CertificateType.objects.create(
        organization=an_organization(), code="a-type", kind=kind, title="A Certificate"
    )
    version = a_course(certificate_type=given)
    an_accreditation(version)
    credential = an_issued_credential(version=version)
    document = shapes.secured_document(credential)
    assert document["credentialSubject"]["achievement"]["achievementType"] == word
