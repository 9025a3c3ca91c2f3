"""The key of documents, its certificates, and the requests for them."""

import pytest
from cryptography import x509

from authority import vouched_for
from cast import a_member, an_organization, dara
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import Event, IssuerKey, Use
from conferral.credentials.sealing import actions
from conferral.credentials.sealing.jobs import WRITE_REQUESTS
from conferral.credentials.sealing.models import CertificateRequest, DocumentCertificate
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from credkit.keys import Algorithm

pytestmark = pytest.mark.django_db


def the_request(organization=None):
    asked = actions.ask_for_request(organization or an_organization(), dara())
    WRITE_REQUESTS.run()
    asked.refresh_from_db()
    return asked.pem


def rotated():
    proposer, second = (a_member(name, Role.ADMINISTRATOR) for name in ("Kofi", "Lerato"))
    change = keyring.propose_rotation(an_organization(), proposer, "It is time", Use.DOCUMENTS)
    keyring.confirm(change, second)
    CHANGE_KEYS.run()


def test_an_organization_has_one_document_key_and_the_log_knows():
    organization = an_organization()
    assert actions.document_key(organization) == actions.document_key(organization)
    key = IssuerKey.objects.get(use=Use.DOCUMENTS)
    assert Entry.objects.filter(deed="made a signing key").count() == 2  # With the other use.
    assert Event.objects.filter(kind="key-added", document__key=key.multikey).count() == 1


def test_its_certificate_names_the_organization_for_ten_years():
    identity = actions.identity_of(an_organization())
    certificate = x509.load_der_x509_certificate(identity.certificate)
    (name,) = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    assert name.value == "SayPro"
    years = certificate.not_valid_after_utc.year - certificate.not_valid_before_utc.year
    assert years == 10
    assert identity.signer.algorithm is Algorithm.P256
    assert actions.identity_of(an_organization()) == identity


def test_two_organizations_have_two_keys():
    ours, theirs = (
        actions.document_key(each) for each in (an_organization(), an_organization("Mallory", "ML"))
    )
    assert ours.multikey != theirs.multikey


def test_a_request_waits_for_the_worker_and_is_asked_for_once():
    organization = an_organization()
    asked = actions.ask_for_request(organization, dara())
    assert actions.ask_for_request(organization, dara()) == asked
    assert (asked.pem, WRITE_REQUESTS.waits()) == ("", True)
    WRITE_REQUESTS.run()
    asked.refresh_from_db()
    assert x509.load_pem_x509_csr(asked.pem.encode()).is_signature_valid
    assert asked.key == actions.document_key(organization)
    assert (WRITE_REQUESTS.waits(), CertificateRequest.objects.count()) == (False, 1)


def test_an_authority_may_vouch_for_the_key():
    organization, before = an_organization(), actions.identity_of(an_organization())
    actions.use_certificate(organization, dara(), vouched_for(the_request()))
    after = actions.identity_of(organization)
    assert after.certificate != before.certificate
    assert after.signer == before.signer
    assert len(after.chain) == 1


def test_the_certificate_before_stays_in_the_history():
    organization = an_organization()
    actions.identity_of(organization)
    fresh = actions.use_certificate(organization, dara(), vouched_for(the_request()))
    old, current = DocumentCertificate.objects.order_by("used_from")
    assert (old.used_until, current) == (fresh.used_from, fresh)
    line = Entry.objects.get(deed="changed the document certificate")
    assert line.details["vouched_by"] == "Test authority"


def test_the_same_certificate_is_not_taken_twice():
    file = vouched_for(the_request())
    actions.use_certificate(an_organization(), dara(), file)
    with pytest.raises(Refused, match="in use already"):
        actions.use_certificate(an_organization(), dara(), file)


def test_without_a_key_there_is_nothing_to_vouch_for():
    mallory = an_organization("Mallory", "ML")
    with pytest.raises(Refused, match="Ask for a request first"):
        actions.use_certificate(an_organization(), dara(), vouched_for(the_request(mallory)))


def test_the_certificate_of_another_organization_is_refused():
    file = vouched_for(the_request(an_organization("Mallory", "ML")))
    actions.document_key(an_organization())
    with pytest.raises(Refused, match="another key"):
        actions.use_certificate(an_organization(), dara(), file)


def test_the_certificate_of_an_earlier_key_is_refused_and_the_new_one_has_its_own():
    file, before = vouched_for(the_request()), actions.identity_of(an_organization())
    rotated()
    with pytest.raises(Refused, match="an earlier key"):
        actions.use_certificate(an_organization(), dara(), file)
    after = actions.identity_of(an_organization())
    assert after.signer.public_multikey != before.signer.public_multikey
    assert after.certificate != before.certificate


def test_while_the_key_is_said_to_be_stolen_nothing_is_signed_with_it():
    key = actions.document_key(an_organization())
    actions.ask_for_request(an_organization(), dara())
    keyring.declare_compromise(key, dara(), "A laptop was stolen")
    with pytest.raises(Refused, match="stolen"):
        actions.identity_of(an_organization())
    assert not WRITE_REQUESTS.waits()
