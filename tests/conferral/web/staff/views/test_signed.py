"""Staff see how a certificate was signed, and when it is less than it should be."""

import pytest
from django.urls import reverse

from cast import an_issued_credential
from conferral.credentials.designs.models import Certificate
from conferral.credentials.designs.sealing import NOT_STAMPED

pytestmark = pytest.mark.django_db


def page_of(registrar, credential) -> str:
    return registrar.get(reverse("staff-certificate", args=[credential.number])).content.decode()


def test_the_level_of_a_signature_is_shown(registrar, printed):
    assert "signed (PAdES B-B)" in page_of(registrar, printed)


def test_a_missing_time_stamp_is_said(registrar, printed):
    assert NOT_STAMPED not in page_of(registrar, printed)
    Certificate.objects.update(note=NOT_STAMPED)
    assert NOT_STAMPED in page_of(registrar, printed)


def test_nothing_is_said_of_what_is_not_printed(registrar):
    assert "signed (PAdES" not in page_of(registrar, an_issued_credential())
