"""`conferral vc-api` over real connections, as the suites of the W3C ask it."""

import json
import ssl
import threading
import urllib.error
import urllib.request

import pytest

from conferral.cli.vc_api import HOST, servers
from conferral.cli.vc_service import did_of
from credkit import did
from credkit.data_model import CONTEXT
from credkit.keys import LocalSigner, P256Signer
from credkit.proofs import data_integrity

SIGNER, P256 = LocalSigner(b"\1" * 32), P256Signer(bytes(31) + b"\7")
HOLDER = LocalSigner(b"\2" * 32)
HOLDER_DID = f"did:key:{HOLDER.public_multikey}"
CREDENTIAL = {
    "@context": [CONTEXT],
    "type": ["VerifiableCredential"],
    "issuer": "did:example:someone",
    "credentialSubject": {"id": "did:example:subject"},
}


@pytest.fixture(scope="module", params=["http", "https"])
def ask(request):
    pair = servers(SIGNER, P256, 0, 0)
    for server in pair:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    port = pair[request.param == "https"].server_port
    # As the suites do with what runs on their own machine.
    trusting = ssl._create_unverified_context()

    def post(path: str, body: object) -> tuple[int, dict]:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        asked = urllib.request.Request(f"{request.param}://{HOST}:{port}{path}", content)
        secured = {"context": trusting} if request.param == "https" else {}
        try:
            with urllib.request.urlopen(asked, timeout=10, **secured) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    yield post
    for server in pair:
        server.shutdown()
        server.server_close()


def issued(ask, **changes: object) -> dict:
    status, answer = ask("/credentials/issue", {"credential": CREDENTIAL | changes})
    assert status == 201, answer
    return answer["verifiableCredential"]


def a_presentation(*credentials: dict, **of_proof: object) -> dict:
    document = {
        "@context": [CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER_DID,
        "verifiableCredential": list(credentials),
    }
    method = did.key_id(HOLDER_DID, HOLDER.public_multikey)
    options = data_integrity.Options(method, "2026-11-21T09:00:00Z", "authentication")
    return data_integrity.add(document, HOLDER, options)


def test_what_it_issues_it_verifies(ask):
    credential = issued(ask)
    assert credential["issuer"] == did_of(SIGNER)
    assert credential["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    status, answer = ask("/credentials/verify", {"verifiableCredential": credential})
    assert (status, answer["verified"], answer["errors"]) == (200, True, [])


def test_it_issues_in_its_own_name_and_keeps_what_is_said_of_the_issuer(ask):
    credential = issued(ask, issuer={"id": "did:example:x", "name": "Someone"})
    assert credential["issuer"] == {"id": did_of(SIGNER), "name": "Someone"}


@pytest.mark.parametrize(
    "credential",
    [None, "x", {}, CREDENTIAL | {"unheard": 1}, CREDENTIAL | {"issuer": None}],
)
def test_what_the_data_model_does_not_allow_is_not_issued(ask, credential):
    status, answer = ask("/credentials/issue", {"credential": credential})
    assert status == 400
    assert answer["errors"]


def test_one_change_and_it_is_not_verified(ask):
    changed = issued(ask) | {"credentialSubject": {"id": "did:example:mallory"}}
    status, answer = ask("/credentials/verify", {"verifiableCredential": changed})
    assert (status, answer["verified"]) == (400, False)
    assert answer["problemDetails"]


def test_what_nobody_has_signed_is_not_verified(ask):
    status, _ = ask("/credentials/verify", {"verifiableCredential": CREDENTIAL})
    assert status == 400


def test_what_is_over_is_not_verified(ask):
    credential = issued(ask, validUntil="2020-01-01T00:00:00Z")
    status, _ = ask("/credentials/verify", {"verifiableCredential": credential})
    assert status == 400


def test_a_presentation_is_verified_with_what_it_holds(ask):
    presentation = a_presentation(issued(ask))
    status, answer = ask("/presentations/verify", {"verifiablePresentation": presentation})
    assert status == 200, answer


def test_a_presentation_with_a_changed_credential_is_not(ask):
    changed = issued(ask) | {"credentialSubject": {"id": "did:example:mallory"}}
    asked = {"verifiablePresentation": a_presentation(changed)}
    assert ask("/presentations/verify", asked)[0] == 400


@pytest.mark.parametrize(
    "changes", [{"holder": "did:example:other"}, {"verifiableCredential": []}, {"proof": []}]
)
def test_a_presentation_that_its_holder_did_not_sign_is_not(ask, changes):
    presentation = a_presentation(issued(ask)) | changes
    asked = {"verifiablePresentation": presentation}
    assert ask("/presentations/verify", asked)[0] == 400


def test_a_presentation_for_another_occasion_is_not(ask):
    asked = {
        "verifiablePresentation": a_presentation(issued(ask)),
        "options": {"challenge": "another"},
    }
    assert ask("/presentations/verify", asked)[0] == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"a":1,"a":2}', b"[" * 5000])
def test_what_is_no_question_is_answered_with_400(ask, body):
    assert ask("/credentials/verify", body)[0] == 400


def test_there_is_nothing_else(ask):
    assert ask("/credentials/list", {})[0] == 404


def test_nobody_on_another_machine_can_ask():
    assert HOST == "127.0.0.1"
