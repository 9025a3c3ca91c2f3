"""I17: whoever writes a page into the database is found."""

import pytest
from django.utils import timezone

from cast import an_issued_credential
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Page
from conferral.oversight.fsck.pages import prepared
from conferral.web.verify.jobs import MAKE_PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    an_issued_credential()
    PRINT_LOGGED.run()
    MAKE_PAGES.run()
    return Page.objects.get()


def test_pages_of_ours_are_sound(page):
    assert list(prepared()) == []


def test_a_page_without_our_seal_is_found(page):
    Page.objects.update(body=b"This certificate is valid")
    (finding,) = prepared()
    assert page.credential.number in finding.row
    assert "seal" in finding.problem


def test_a_page_of_somebody_who_was_forgotten_is_found(page):
    Credential.objects.update(erased_at=timezone.now())
    (finding,) = prepared()
    assert "forgotten" in finding.problem
