"""What a certificate is told: the frozen wording of the shape, and the slots."""

from datetime import date

import orjson
import pytest
from django.utils import timezone

from cast import a_course, an_accreditation, an_issued_credential, an_organization
from conferral.credentials.designs.certificate import data_of, path_of
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential

pytestmark = pytest.mark.django_db


def test_it_prints_what_the_credential_says():
    credential = an_issued_credential("Núria Müller")
    data = data_of(credential)
    assert (data.holder_name, data.number) == ("Núria Müller", credential.number)
    assert data.completed_on == date(2026, 6, 14)
    assert data.verify_url == f"https://verify.saypro.example/c/{credential.number}"
    assert orjson.loads(data.credential) == secured_document(credential)


def test_it_prints_the_day_of_issue_where_the_organization_is():
    credential = an_issued_credential()
    zone = an_organization().zone
    assert data_of(credential).issued == credential.issued_at.astimezone(zone).date()


def test_it_prints_the_last_day_of_validity():
    credential = an_issued_credential(version=a_course(validity_months=36))
    last = data_of(credential).expires
    assert last == credential.valid_until.astimezone(an_organization().zone).date()


def test_what_does_not_apply_is_not_printed():
    data = data_of(an_issued_credential(version=a_course(hours=None, level="")))
    assert (data.expires, data.hours, data.level, data.mark) == (None, "", "", "")
    assert (data.label, data.accreditation, data.specimen) == ("", None, "")


def test_an_accreditation_is_printed_with_its_number():
    version = a_course()
    an_accreditation(version)
    data = data_of(an_issued_credential(version=version))
    assert data.label == "Accredited Certificate"
    assert data.accreditation.number == "NBVA/2024/00317"


def test_words_that_change_later_are_not_printed():
    credential = an_issued_credential()
    version = credential.shape.version
    version.title = "Renamed"
    version.save()
    assert data_of(_again(credential)).course == "Workplace First Aid"


def test_what_a_demonstration_prints_is_marked():
    organization = an_organization()
    organization.is_specimen = True
    organization.save()
    assert "demonstration" in data_of(an_issued_credential()).specimen


def test_its_path_says_nothing_about_anyone():
    credential = an_issued_credential()
    assert credential.number not in path_of(credential)
    assert path_of(credential) == path_of(_again(credential))


def _again(credential):
    assert timezone.now() >= credential.issued_at
    return Credential.objects.select_related("shape", "key__organization").get(pk=credential.pk)
