"""The QR code on paper proves the certificate by itself."""

import pytest
from django.core.files.storage import default_storage

from cast import a_course, an_award, an_issued_credential, an_organization, publish
from conferral.credentials.designs import certificate, personal_data
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Use
from conferral.foundation.accounts.name_modes import NameMode
from conferral.learning.awards.models import Award
from credkit.cose import stub
from paper import Paper

pytestmark = pytest.mark.django_db


def told_by(credential):
    """What a stranger reads in its QR code."""
    organization = credential.key.organization
    keys = [key.multikey for key in organization.issuer_keys.for_use(Use.DOCUMENTS)]
    digits = Certificate.objects.get(credential=credential).stub
    return stub.verify(digits, organization.did, credential.number, keys)


def test_it_tells_what_the_certificate_says():
    credential = an_issued_credential("Núria Müller", version=a_course(validity_months=24))
    PRINT_LOGGED.run()
    told = told_by(credential)
    assert (told.holder, told.course) == ("Núria Müller", credential.shape.facts["course"])
    assert told.issued == int(credential.issued_at.timestamp())
    assert told.expires == int(credential.valid_until.timestamp())
    assert told.places == ((credential.status_list_id, credential.status_index),)


@pytest.mark.parametrize(("mode", "holder"), [("initials", "N. M."), ("withheld", "")])
def test_it_tells_no_more_of_a_name_than_strangers_are_shown(mode, holder):
    credential = an_issued_credential("Núria Müller")
    organization = credential.key.organization
    organization.name_mode = NameMode(mode)
    organization.save()
    PRINT_LOGGED.run()
    assert told_by(credential).holder == holder


def test_nothing_proves_a_specimen():
    award = an_award()
    Award.objects.filter(pk=award.pk).update(is_specimen=True)
    actions.issue([Award.objects.get()])
    publish()
    PRINT_LOGGED.run()
    assert Certificate.objects.get().stub == ""


def test_the_link_in_the_pdf_says_the_same(tmp_path):
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    paper = Paper.of(certificate.pdf_of(credential), tmp_path).pdf
    links = [str(each.A.URI) for each in paper.pages[0].Annots if "/A" in each]
    assert links == [f"{credential.url}#1.{Certificate.objects.get().stub}"]


def test_a_picture_from_before_it_was_printed_is_not_kept():
    credential = an_issued_credential()
    certificate.png_of(credential)
    assert not any(map(default_storage.exists, certificate.files_of(credential)))


def test_who_is_forgotten_leaves_no_stub():
    credential = an_issued_credential()
    PRINT_LOGGED.run()
    personal_data.erase(credential.award.enrolment.person, an_organization())
    assert Certificate.objects.get().stub == ""
