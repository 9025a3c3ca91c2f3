"""Every turn in a life is a leaf: a salted hash of a document that names nobody."""

import hashlib
import json

import pytest

from cast import an_issued_credential, an_organization, dara, publish
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Event
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency import log
from credkit import canonical
from credkit.tlog.proof import LogProof

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived():
    """A credential that was suspended, reinstated and revoked."""
    credential = an_issued_credential("Ada Nkosi")
    actions.suspend(credential, dara(), "About Ada", Reason.UNDER_REVIEW)
    actions.reinstate(credential, dara(), "Ada is fine", Reason.REVIEW_ENDED)
    actions.revoke(credential, dara(), "Ada cheated", Reason.MISCONDUCT)
    return credential


def test_every_deed_is_an_event_in_its_order(lived):
    kinds = [event.kind for event in lived.events.order_by("pk")]
    assert kinds == ["suspended", "reinstated", "revoked"]


def test_an_event_says_what_when_and_the_code_of_why(lived):
    document = lived.events.get(kind="revoked").document
    assert document == {
        "event": "revoked",
        "issuer": an_organization().did,
        "at": f"{lived.revoked_at:%Y-%m-%dT%H:%M:%SZ}",
        "credential": bytes(lived.digest).hex(),
        "reason": "misconduct",
    }


def test_an_event_names_nobody(lived):
    for event in Event.objects.all():
        said = json.dumps(event.document)
        assert "Ada" not in said
        assert lived.number not in said


def test_the_first_key_of_an_issuer_is_an_event():
    key = an_organization().issuer_keys.get()
    event = Event.objects.get(kind="key-added")
    assert (event.document["key"], event.credential) == (key.multikey, None)


def test_the_leaf_is_the_salted_hash_of_the_document(lived):
    for event in Event.objects.select_related("entry"):
        digest = hashlib.sha256(canonical.jcs(event.document)).digest()
        commitment = hashlib.sha256(bytes(event.salt) + digest).digest()
        assert commitment == bytes(event.entry.commitment)


def test_whoever_is_told_the_salt_can_check_the_entry(lived):
    publish()
    latest = log.checkpoint()
    for event in Event.objects.select_related("entry"):
        proof = log.proof_of(event.entry.index, bytes(event.salt), latest)
        assert isinstance(proof, LogProof)
        assert proof.includes(event.document, log.verification_key())
        changed = event.document | {"at": "2026-01-01T00:00:00Z"}
        assert not proof.includes(changed, log.verification_key())


def test_equal_documents_have_different_leaves():
    one, two = (an_issued_credential(name) for name in ("Ada Nkosi", "Ben Dube"))
    for credential in (one, two):
        actions.revoke(credential, dara(), "Issued in error")
    leaves = {bytes(event.entry.commitment) for event in Event.objects.all()}
    assert len(leaves) == Event.objects.count()
