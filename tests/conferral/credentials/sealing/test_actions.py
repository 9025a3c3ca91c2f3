import pytest
from cryptography import x509

from authority import vouched_for
from cast import an_organization, dara
from conferral.credentials.sealing import actions
from conferral.credentials.sealing.models import DocumentKey
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from credkit.keys import Algorithm

pytestmark = pytest.mark.django_db


def test_an_organization_has_one_document_key():
    organization = an_organization()
    assert actions.make_document_key(organization) == actions.make_document_key(organization)
    assert DocumentKey.objects.count() == 1
    assert Entry.objects.filter(deed="made a document key").count() == 1


def test_its_certificate_names_the_organization_for_ten_years():
    identity = actions.identity_of(an_organization())
    certificate = x509.load_der_x509_certificate(identity.certificate)
    (name,) = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    assert name.value == "SayPro"
    years = certificate.not_valid_after_utc.year - certificate.not_valid_before_utc.year
    assert years == 10
    assert identity.signer.algorithm is Algorithm.P256


def test_two_organizations_have_two_keys():
    ours, theirs = (
        actions.make_document_key(each)
        for each in (an_organization(), an_organization("Mallory", "ML"))
    )
    assert ours.multikey != theirs.multikey


def test_an_authority_may_vouch_for_the_key():
    organization, before = an_organization(), actions.identity_of(an_organization())
    pem = vouched_for(actions.certificate_request(organization))
    actions.use_certificate(organization, dara(), pem)
    after = actions.identity_of(organization)
    assert after.certificate != before.certificate
    assert after.signer == before.signer
    assert len(after.chain) == 1


def test_the_certificate_before_stays_in_the_history():
    organization = an_organization()
    pem = vouched_for(actions.certificate_request(organization))
    fresh = actions.use_certificate(organization, dara(), pem)
    old, current = DocumentKey.objects.order_by("valid_from")
    assert old.valid_until == fresh.valid_from
    assert current.valid_until is None
    assert Entry.objects.filter(deed="changed the document certificate").count() == 1


def test_a_certificate_for_another_key_is_refused():
    mallory = an_organization("Mallory", "ML")
    pem = vouched_for(actions.certificate_request(mallory))
    actions.make_document_key(an_organization())
    with pytest.raises(Refused, match="another key"):
        actions.use_certificate(an_organization(), dara(), pem)


def test_a_certificate_that_has_ended_is_refused():
    organization = an_organization()
    pem = vouched_for(actions.certificate_request(organization), days=-1)
    with pytest.raises(Refused, match="not valid now"):
        actions.use_certificate(organization, dara(), pem)


@pytest.mark.parametrize("junk", [b"", b"hello", b"\xff\xfe"])
def test_what_is_no_certificate_is_refused(junk):
    actions.make_document_key(an_organization())
    with pytest.raises(Refused, match="no certificate"):
        actions.use_certificate(an_organization(), dara(), junk)
