"""Printing: once, whatever happens between the file and the row."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from cast import a_course, an_award, an_issued_credential
from conferral.credentials.designs import certificate, jobs
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Credential
from conferral.foundation.refusal import Refused

pytestmark = pytest.mark.django_db


def files():
    folders, _ = default_storage.listdir("certificates")
    return [
        name for folder in folders for name in default_storage.listdir(f"certificates/{folder}")[1]
    ]


def test_what_is_kept_is_what_was_printed():
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    kept = certificate.pdf_of(credential)
    assert kept.startswith(b"%PDF-")
    assert Certificate.objects.get().sha256 == hashlib.sha256(kept).hexdigest()


def test_nothing_is_printed_before_its_leaf_is_in_a_signed_checkpoint():
    actions.issue([an_award()])
    assert not PRINT_LOGGED.waits()


def test_while_it_waits_to_be_printed_there_is_no_pdf():
    with pytest.raises(Refused, match="being prepared"):
        certificate.pdf_of(an_issued_credential())


def test_a_crash_between_file_and_row_leaves_one_file_and_one_row(monkeypatch):
    credential = an_issued_credential()

    def crash(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Certificate.objects, "create", crash)
        with pytest.raises(SystemExit):
            jobs.print_one(credential)
    assert len(files()) == 1
    PRINT_LOGGED.run()
    assert len(files()) == Certificate.objects.count() == 1


def test_half_a_file_from_a_crash_is_replaced():
    credential = an_issued_credential()
    default_storage.save(certificate.path_of(credential), jobs.ContentFile(b"%PDF-half"))
    PRINT_LOGGED.run()
    assert certificate.pdf_of(credential).rstrip().endswith(b"%%EOF")
    assert len(files()) == 1


def test_of_two_printers_the_first_wins():
    credential = an_issued_credential()
    jobs.print_one(credential)
    first = certificate.pdf_of(credential)
    jobs.print_one(credential)
    assert certificate.pdf_of(credential) == first
    assert len(files()) == Certificate.objects.count() == 1


def test_one_that_cannot_be_printed_waits_and_the_others_go_on(monkeypatch):
    bad, good = an_issued_credential(), an_issued_credential("Ben Dube", a_course("other"))
    pdf = jobs.printing.pdf

    def moody(data):
        if data.number == bad.number:
            raise RuntimeError("no ink")
        return pdf(data)

    monkeypatch.setattr(jobs.printing, "pdf", moody)
    PRINT_LOGGED.run()
    assert Certificate.objects.get().credential == good
    bad.refresh_from_db()
    assert (bad.attempts, bad.problem) == (1, "no ink")
    assert Credential.objects.get(pk=good.pk).printed_at
