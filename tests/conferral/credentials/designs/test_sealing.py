"""What is printed is signed: by whom, how much it proves, and what when the authority is away."""

import pytest
from django.utils import timezone

from cast import an_issued_credential
from conferral.credentials.designs import certificate, sealing
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.credentials.sealing.actions import identity_of
from conferral.foundation.timestamps import Unavailable, authority
from paper import Paper
from sealed import opinion, pdfsig
from tsa import a_tsa

pytestmark = pytest.mark.django_db


@pytest.fixture
def tsa(tmp_path, settings):
    folder = tmp_path / "tsa"
    folder.mkdir()
    with a_tsa(folder) as one:
        settings.TSA_URL = one.url
        yield one
    authority.cache_clear()


def printed() -> tuple[Certificate, bytes]:
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    return Certificate.objects.get(), certificate.pdf_of(credential)


def certificate_of(row: Certificate) -> bytes:
    return identity_of(row.credential.key.organization).certificate


def test_a_printed_certificate_is_signed_by_its_organization(tmp_path):
    row, pdf = printed()
    assert opinion(pdf, certificate_of(row)).is_whole
    said = pdfsig(pdf, tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "O=SayPro" in said
    assert (row.level, row.note) == ("B-B", "")


def test_it_still_carries_the_credential_and_the_marks_of_an_archive(tmp_path):
    _, pdf = printed()
    paper = Paper.of(pdf, tmp_path)
    opened = paper.pdf
    assert b"OpenBadgeCredential" in opened.attachments["credential.json"].get_file().read_bytes()
    with opened.open_metadata() as marks:
        assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("3", "A")
        assert marks["pdfuaid:part"] == "1"
    assert "No syntax or stream encoding errors" in paper.problems()


def test_the_code_on_it_is_still_read(tmp_path):
    row, pdf = printed()
    assert Paper.of(pdf, tmp_path).qr() == f"{row.credential.url.upper()}#1.{row.stub}"


def test_with_an_authority_it_is_stamped_for_the_long_term(tsa, tmp_path):
    row, pdf = printed()
    found = opinion(pdf, certificate_of(row), tsa.root)
    assert found.is_whole
    assert found.status.timestamp_validity.trusted
    assert "Total document signed" in pdfsig(pdf, tmp_path)
    assert (row.level, row.note) == ("B-LT", "")


def test_without_a_revocation_list_it_is_only_stamped(tsa):
    (tsa.folder / "crl").write_bytes(b"nothing")
    row, pdf = printed()
    assert opinion(pdf, certificate_of(row), tsa.root).status.timestamp_validity.trusted
    assert row.level == "B-T"


def test_while_the_authority_is_away_certificates_wait(tsa):
    tsa.mood = "refuses"
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    credential.refresh_from_db()
    assert credential.printed_at is None
    assert credential.attempts == 1
    assert "time-stamp authority" in credential.problem


def test_when_it_is_back_they_are_printed(tsa):
    tsa.mood = "refuses"
    an_issued_credential()
    PRINT_LOGGED.run()
    tsa.mood = "answers"
    authority.cache_clear()  # A minute passes.
    Credential.objects.update(next_attempt_at=timezone.now())
    PRINT_LOGGED.run()
    assert Certificate.objects.get().level == "B-LT"


def test_they_do_not_wait_for_ever(tsa):
    tsa.mood = "refuses"
    an_issued_credential()
    for _ in range(4):
        Credential.objects.update(next_attempt_at=timezone.now())
        PRINT_LOGGED.run()
    row = Certificate.objects.get()
    assert (row.level, row.note) == ("B-B", sealing.NOT_STAMPED)


def test_an_authority_that_is_away_is_asked_once_for_many(tsa):
    tsa.mood = "refuses"
    credential = an_issued_credential()
    for _ in range(5):
        with pytest.raises(Unavailable):
            sealing.seal(b"", credential, timezone.now())
    assert tsa.asked == ["stamp"]
