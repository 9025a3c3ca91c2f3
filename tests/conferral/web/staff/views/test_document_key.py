"""The page of the keys: the key of documents, its certificate, and the switch for suspensions."""

import pytest
from cryptography import x509
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from authority import chain_for, vouched_for
from cast import a_member, an_issued_credential, an_organization
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import KeyChange, Use
from conferral.credentials.sealing.actions import document_key, identity_of
from conferral.credentials.sealing.jobs import WRITE_REQUESTS
from conferral.credentials.sealing.models import CertificateRequest
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db


def browser_of(name):
    browser = Client()
    browser.force_login(a_member(name, Role.ADMINISTRATOR))
    return browser


@pytest.fixture
def kofi():
    return browser_of("Kofi")


@pytest.fixture
def key():
    return document_key(an_organization())


def page(browser):
    return browser.get(reverse("keys")).content.decode()


def the_request(browser):
    browser.post(reverse("certificate-request-ask"))
    WRITE_REQUESTS.run()
    return browser.get(reverse("certificate-request"))


def upload(browser, content):
    file = SimpleUploadedFile("answer.pem", content)
    return browser.post(reverse("document-certificate"), {"certificate-file": file})


def test_before_the_first_pdf_the_page_says_that_nobody_vouches(kofi):
    an_organization()
    assert "Nobody yet" in page(kofi)


def test_a_request_is_written_by_the_worker_and_downloaded(kofi, key):
    assert kofi.get(reverse("certificate-request")).status_code == 404
    kofi.post(reverse("certificate-request-ask"))
    assert "The request is being written" in page(kofi)
    answer = the_request(kofi)
    assert 'filename="request.pem"' in answer["Content-Disposition"]
    asked = x509.load_pem_x509_csr(answer.content)
    assert asked.is_signature_valid
    assert CertificateRequest.objects.count() == 1
    assert "Download the request" in page(kofi)


def test_a_request_for_a_key_that_has_ended_is_not_given_out(kofi, key):
    assert the_request(kofi).status_code == 200
    kofi.post(reverse("document-key-rotation"), {"documents-because": "It is time"})
    browser_of("Lerato").post(reverse("key-confirm", args=[KeyChange.objects.get().pk]))
    CHANGE_KEYS.run()
    assert kofi.get(reverse("certificate-request")).status_code == 404


def test_the_certificate_of_an_authority_is_uploaded_and_shown(kofi, key):
    identity_of(an_organization())
    assert "itself" in page(kofi)
    assert upload(kofi, vouched_for(the_request(kofi).content.decode())).status_code == 302
    shown = page(kofi)
    assert "Test authority" in shown
    assert "its own, used from" in shown  # The one before it.


def test_a_certificate_that_ends_soon_says_so(kofi, key):
    upload(kofi, vouched_for(the_request(kofi).content.decode(), days=9))
    assert "Ends soon" in page(kofi)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "no certificate that can be read"),
        (b"\0" * 60_000, "more than 50 kB"),
        (b"-----BEGIN EC PRIVATE KEY-----", "Never upload one"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_the_field(kofi, key, file, sentence):
    answer = upload(kofi, file)
    assert answer.status_code == 422
    field = answer.content.decode().partition('id="id_certificate-file_error"')[2]
    assert sentence in field[:600]


def test_a_certificate_that_is_not_valid_yet_is_refused_with_its_day(kofi, key):
    chain = chain_for(the_request(kofi).content.decode(), since=3)
    assert "Upload it again then" in upload(kofi, b"".join(chain)).content.decode()


def test_without_a_file_the_form_says_what_is_missing(kofi, key):
    answer = kofi.post(reverse("document-certificate"))
    assert answer.status_code == 422
    assert "This field is required" in answer.content.decode()


def test_the_key_of_documents_is_changed_by_two(kofi, key):
    lerato = browser_of("Lerato")
    kofi.post(reverse("document-key-rotation"), {"documents-because": "It is time"})
    change = KeyChange.objects.get()
    assert kofi.post(reverse("key-confirm", args=[change.pk])).status_code == 409
    lerato.post(reverse("key-confirm", args=[change.pk]))
    CHANGE_KEYS.run()
    assert an_organization().issuer_keys.for_use(Use.DOCUMENTS).count() == 2
    assert an_organization().issuer_keys.for_use(Use.CREDENTIALS).count() == 1
    assert key.multikey in page(kofi)


def test_an_alarm_about_papers_says_what_is_not_signed(kofi, key):
    kofi.post(
        reverse("key-compromise", args=[key.pk]), {f"key-{key.pk}-because": "A laptop was stolen"}
    )
    assert "No PDF and no token is signed" in page(kofi)


def test_suspensions_are_listed_from_the_next_certificate_on(kofi, key):
    before = an_issued_credential()
    assert kofi.post(reverse("suspensions-list")).status_code == 302
    after = an_issued_credential("Ben Dube", before.award.enrolment.version)
    assert (before.suspension_list, bool(after.suspension_list)) == (None, True)
    assert "Issue with one status" in page(kofi)
    assert kofi.post(reverse("suspensions-list")).status_code == 409
    kofi.post(reverse("suspensions-cease"))
    assert not an_organization().lists_suspensions
    deeds = Entry.objects.filter(deed__endswith="list suspensions").order_by("pk")
    assert [(line.deed, line.actor.printed_name) for line in deeds] == [
        ("began to list suspensions", "Kofi"),
        ("ceased to list suspensions", "Kofi"),
    ]
