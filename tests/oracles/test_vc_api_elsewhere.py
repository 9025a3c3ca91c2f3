"""What `conferral vc-api` issues, and what Digital Bazaar's verifier says of it."""

from datetime import UTC, datetime

import pytest

from conferral.cli.vc_service import Service
from credkit import did, status_list
from credkit.data_model import CONTEXT
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity

pytestmark = pytest.mark.oracle
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIST = "https://status.example/1"


def test_digital_bazaar_takes_what_is_issued_and_no_changed_one(ask_node):
    signer = LocalSigner(b"\1" * 32)
    service = Service(signer)
    credential = {
        "@context": [CONTEXT],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:someone",
        "credentialSubject": {"id": "did:example:subject"},
        "credentialStatus": status_list.entry(LIST, 7),
    }
    answer = service.answer("/credentials/issue", {"credential": credential}, NOW)
    issued = answer.body["verifiableCredential"]
    options = data_integrity.Options(
        did.key_id(service.did, signer.public_multikey), "2026-11-21T09:00:00Z"
    )
    listed = status_list.credential(LIST, service.did, [], "2026-11-21T09:00:00Z")
    documents = {
        service.did: did.key_document(service.did),
        LIST: data_integrity.add(listed, signer, options),
    }
    changed = issued | {"credentialSubject": {"id": "did:example:mallory"}}
    found = ask_node(documents, credentials=[issued, changed], now=NOW.isoformat())
    assert [each["verified"] for each in found] == [True, False], found
