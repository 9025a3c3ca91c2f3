"""What a specimen organization issues says so itself, to people and to software."""

from datetime import UTC, datetime

import pytest

from cast import an_issued_credential, an_organization
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing import documents
from conferral.credentials.transparency import log
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.evidence import evidence_of
from credkit import data_model
from credkit.reading import read
from credkit.verify import Status
from credkit.verify.evidence import judge
from credkit.verify.tokens import open_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    house = an_organization()
    house.is_specimen = True
    house.save()
    return find(an_issued_credential().number)


def test_its_credential_says_so_in_its_name_and_in_its_terms(credential):
    document = documents.secured_document(credential)
    assert document["name"] == "Specimen: Workplace First Aid"
    assert read(document).is_specimen
    data_model.check_credential(document)


@pytest.mark.parametrize("kind", Kind)
def test_so_does_every_token_of_it(credential, kind):
    assert read(open_token(sign_now(credential, kind)).credential).is_specimen


def test_so_does_the_history_of_its_keys(credential):
    assert documents.key_history(credential.key.organization)["specimen"] is True


def test_its_evidence_is_no_plain_yes(credential):
    verdict = judge(evidence_of(credential), {log.verification_key()}, datetime.now(UTC))
    assert verdict.status is Status.SPECIMEN


def test_real_certificates_carry_no_such_mark():
    credential = an_issued_credential()
    assert not read(documents.secured_document(credential)).is_specimen
    assert "specimen" not in documents.key_history(credential.key.organization)
