"""Shapes: what all credentials of a version say alike is stored once, and never changes."""

import pytest

from cast import a_course, an_accreditation, an_award, an_issued_credential
from conferral.credentials.issuing import actions, compose, shapes
from conferral.credentials.issuing.models import Shape
from conferral.learning.accreditation.gate import LABEL, Outcome, Ruling
from credkit import canonical

pytestmark = pytest.mark.django_db

PLAIN = compose.Variant(expires=False, marked=False)


def accredited_by(accreditation):
    ruling = Ruling(Outcome.ACCREDITED, accreditation.pk, "Certificate of Completion", LABEL)
    return compose.Decided(ruling, accreditation)


def test_the_same_words_are_stored_once():
    version = a_course()
    one = shapes.shape_for(version, None, PLAIN)
    assert shapes.shape_for(version, None, PLAIN) == one
    assert Shape.objects.count() == 1


def test_all_who_earned_the_same_share_a_shape():
    version = a_course()
    actions.issue([an_award(name, version) for name in ("Ada Nkosi", "Ben Dube")])
    assert Shape.objects.count() == 1


def test_an_accreditation_or_an_end_makes_another_shape():
    version = a_course()
    found = {
        shapes.shape_for(version, decided, variant).pk
        for decided in (None, accredited_by(an_accreditation(version)))
        for variant in (PLAIN, compose.Variant(expires=True, marked=False))
    }
    assert len(found) == 4


def test_new_words_make_a_new_shape_and_leave_the_old_one():
    version = a_course()
    old = shapes.shape_for(version, None, PLAIN)
    version.description = "Everything about bandages."
    new = shapes.shape_for(version, None, PLAIN)
    old.refresh_from_db()
    assert (new.pk != old.pk, old.facts["description"]) == (
        True,
        "Scene safety, bleeding and resuscitation.",
    )


def test_an_issued_credential_is_the_same_document_for_ever():
    credential = an_issued_credential()
    document = shapes.secured_document(credential)
    version = credential.shape.version
    version.title = "Renamed"
    version.save()
    credential.refresh_from_db()
    assert shapes.secured_document(credential) == document
    assert canonical.digest(document) == bytes(credential.digest)


def test_a_credential_is_stored_without_its_document():
    credential = an_issued_credential()
    assert set(credential.slots) == {
        "number",
        "holder",
        "holder_name",
        "issued_at",
        "completed_on",
        "status_list",
        "status_index",
    }
