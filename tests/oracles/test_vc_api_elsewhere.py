"""What `conferral vc-api` issues, in each suite, and what Digital Bazaar's verifiers say of it."""

from datetime import UTC, datetime

import pytest

from conferral.cli.vc_service import Service, did_of
from conferral.cli.vc_status import StatusList
from credkit import did
from credkit.data_model import CONTEXT
from credkit.keys import LocalSigner, P256Signer

pytestmark = pytest.mark.oracle
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIST = "https://status.example/1"
SIGNER, P256 = LocalSigner(b"\1" * 32), P256Signer(bytes(31) + b"\7")
SERVICE = Service(SIGNER, P256, StatusList(LIST))
CREDENTIAL = {
    "@context": [CONTEXT, {"mark": {"@id": "https://example.org/marks#mark"}}],
    "type": ["VerifiableCredential"],
    "issuer": "did:example:someone",
    "credentialSubject": {"id": "did:example:subject", "mark": "92"},
}


PLAIN = {
    "@context": [CONTEXT],
    "type": ["VerifiableCredential"],
    "issuer": "did:example:someone",
    "credentialSubject": {"id": "did:example:subject"},
}


def _issued(suite, **options):
    # Their eddsa-jcs-2022 takes no terms of a document's own: it compares objects by reference.
    credential = PLAIN if suite == "eddsa-jcs-2022" else CREDENTIAL
    asked = {"credential": credential, "options": options}
    return _answered(f"/{suite}/credentials/issue", asked)


def _answered(path, asked):
    answer = SERVICE.answer(path, asked, NOW)
    assert answer.status == 201, answer
    return answer.body["verifiableCredential"]


def _verdicts(ask_node, *credentials):
    documents = {did_of(each): did.key_document(did_of(each)) for each in (SIGNER, P256)}
    documents[LIST] = SERVICE.look_up(LIST, NOW).body
    found = ask_node(documents, credentials=credentials, now=NOW.isoformat())
    return [each["verified"] for each in found]


# Digital Bazaar has no verifier of ecdsa-jcs-2019: see the published signatures instead.
@pytest.mark.parametrize(
    "suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "bitstring-status-list"]
)
def test_digital_bazaar_takes_what_is_issued_and_no_changed_one(ask_node, suite):
    issued = _issued(suite)
    changed = issued | {"credentialSubject": {"id": "did:example:mallory"}}
    assert _verdicts(ask_node, issued, changed) == [True, False]


def test_digital_bazaar_takes_what_is_derived_and_no_base_proof(ask_node):
    base = _issued("ecdsa-sd-2023", mandatoryPointers=["/issuer"])
    asked = {"verifiableCredential": base, "options": {"selectivePointers": ["/credentialSubject"]}}
    derived = _answered("/credentials/derive", asked)
    assert _verdicts(ask_node, derived, base) == [True, False]


def test_digital_bazaar_takes_the_status_list_and_no_revoked_credential(ask_node):
    issued = _issued("bitstring-status-list")
    one = SERVICE.answer(
        "/bitstring-status-list/credentials/issue",
        {"credential": CREDENTIAL | {"id": "urn:uuid:1"}},
        NOW,
    ).body["verifiableCredential"]
    asked = {"credentialId": "urn:uuid:1", "credentialStatus": {"statusPurpose": "revocation"}}
    assert SERVICE.answer("/credentials/status", asked, NOW).status == 200
    assert _verdicts(ask_node, issued, one) == [True, False]


def test_digital_bazaar_takes_what_hides_its_end_and_we_do_not(ask_node):
    # Whoever holds it may say validUntil in a word of his own: the proof is over what it means.
    ended = SERVICE.answer(
        "/credentials/issue",
        {"credential": CREDENTIAL | {"validUntil": "2026-11-20T00:00:00Z"}},
        NOW,
    ).body["verifiableCredential"]
    date = "http://www.w3.org/2001/XMLSchema#dateTime"
    address = "https://www.w3.org/2018/credentials#validUntil"
    hidden = {name: value for name, value in ended.items() if name != "validUntil"} | {
        "@context": [*ended["@context"], {"end": {"@id": address, "@type": date}}],
        "end": ended["validUntil"],
    }
    assert _verdicts(ask_node, ended, hidden) == [False, True]
    answer = SERVICE.answer("/credentials/verify", {"verifiableCredential": hidden}, NOW)
    assert answer.status == 400
    assert "another name for what is published: end" in answer.body["errors"][0]
