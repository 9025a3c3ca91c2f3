"""What W3C's suite for status lists asks, statement by statement, in our words.

https://github.com/w3c/vc-bitstring-status-list-test-suite; the numbers are the sections of
https://www.w3.org/TR/vc-bitstring-status-list/
"""

import gzip

import pytest

from credkit import multibase, rdf, status_list
from suites.vc_api import VC, a_credential

ISSUER = "bitstring-status-list"
LIST = "https://status.example/1"
PLAIN = a_credential(
    **{"@context": [VC]},
    type=["VerifiableCredential"],
    credentialSubject={"id": "did:example:subject"},
)
ENTRY = status_list.entry(LIST, 7)


@pytest.fixture
def entry(issued):
    return issued(ISSUER, a_credential(id="urn:uuid:1"))["credentialStatus"]


@pytest.fixture
def published(ask, entry):
    status, found = ask(entry["statusListCredential"])
    assert status == 200
    return found


def test_2_1_an_entry_is_in_a_sound_credential(issued, verified):
    assert verified(issued(ISSUER, a_credential()))


def test_2_1_its_id_is_a_url_and_not_that_of_the_list(entry):
    assert rdf.is_iri(entry["id"])
    assert entry["id"] != entry["statusListCredential"]


def test_2_1_its_type_and_its_purpose(entry):
    assert entry["type"] == "BitstringStatusListEntry"
    assert isinstance(entry["statusPurpose"], str)


def test_2_1_its_index_is_a_number_in_text(entry):
    assert isinstance(entry["statusListIndex"], str)
    assert str(int(entry["statusListIndex"])) == entry["statusListIndex"]
    assert int(entry["statusListIndex"]) >= 0


def test_2_1_its_list_is_a_credential_of_that_kind(published, verified):
    assert "BitstringStatusListCredential" in published["type"]
    assert verified(published)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": LIST},
        {"id": "no url"},
        {"type": "Unheard"},
        {"statusPurpose": 7},
        {"statusPurpose": ...},
        {"statusListIndex": 7},
        {"statusListIndex": True},
        {"statusListIndex": "-1"},
        {"statusListIndex": "07"},
        {"statusListIndex": "0x7"},
        {"statusListIndex": ...},
        {"statusListCredential": "no url"},
        {"statusListCredential": ...},
        {"statusSize": 0},
        {"statusSize": "1"},
        {"statusSize": 1.5},
        {"statusSize": True},
        {"statusSize": 2},  # Section 2.1: more than one bit needs messages.
        {"statusSize": 2, "statusMessage": [{"status": "0x0", "message": "good"}] * 3},
        {"statusMessage": "good"},
        {"statusMessage": [{"status": "0x0", "message": "good"}]},
        {"statusMessage": [{"status": "0x0"}, {"message": "bad"}]},
        {"statusMessage": [{"status": 0, "message": "good"}, {"status": 1, "message": "bad"}]},
        {"statusReference": "no url"},
        {"statusReference": ["https://example.org/", 7]},
    ],
    ids=repr,
)
def test_2_1_an_entry_of_another_form_is_refused(ask, wrong):
    entry = {name: value for name, value in (ENTRY | wrong).items() if value is not ...}
    asked = {"credential": PLAIN | {"credentialStatus": entry}}
    assert ask("/credentials/issue", asked)[0] == 400


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"statusSize": 1},
        {"statusReference": "https://example.org/terms"},
        {"statusReference": ["https://example.org/terms"]},
        {
            "statusMessage": [
                {"status": "0x0", "message": "good"},
                {"status": "0x1", "message": "bad"},
            ]
        },
        {
            "statusSize": 2,
            "statusMessage": [{"status": hex(n), "message": str(n)} for n in range(4)],
        },
    ],
    ids=repr,
)
def test_2_1_an_entry_may_say_more(ask, more):
    asked = {"credential": PLAIN | {"credentialStatus": ENTRY | more}}
    assert ask("/credentials/issue", asked)[0] == 201


def test_2_2_the_subject_of_a_list_is_a_bitstring_for_one_or_more_purposes(published):
    subject = published["credentialSubject"]
    assert subject["type"] == "BitstringStatusList"
    assert isinstance(subject["statusPurpose"], str)


def test_2_2_its_bits_are_multibase_base64url_of_gzip_and_at_least_16_kb(published):
    text = published["credentialSubject"]["encodedList"]
    assert text[0] == "u"
    assert len(gzip.decompress(multibase.decode(text))) >= 16 * 1024


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "Other"},
        {"statusPurpose": 7},
        {"statusPurpose": []},
        {"encodedList": "no multibase"},
        {"encodedList": multibase.to_base58btc(gzip.compress(bytes(16_384)))},
        {"encodedList": multibase.to_base64url(bytes(16_384))},
        {"encodedList": multibase.to_base64url(gzip.compress(bytes(16_383)))},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_2_2_a_list_of_another_form_is_refused(ask, wrong):
    document = status_list.credential(LIST, "did:example:i", [], "2026-11-20T00:00:00Z")
    assert ask("/credentials/issue", {"credential": document})[0] == 201
    document["credentialSubject"] |= wrong
    assert ask("/credentials/issue", {"credential": document})[0] == 400


def test_3_a_value_that_does_not_comply_is_an_error(ask):
    undefined = {"type": "BitstringStatusListEntry", "statusListIndex": True}
    asked = {"credential": PLAIN | {"statusEntry": undefined}}
    assert ask("/credentials/issue", asked)[0] == 400


def test_3_2_what_was_revoked_is_not_verified_until_that_is_taken_back(ask, issued, verified):
    credential = issued(ISSUER, a_credential(id="urn:uuid:revoked"))
    other = issued(ISSUER, a_credential(id="urn:uuid:other"))
    asked = {
        "credentialId": credential["id"],
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
        },
    }
    assert ask("/credentials/status", asked)[0] == 200
    url = credential["credentialStatus"]["statusListCredential"]
    assert ask(f"{url}/publish", {})[0] == 204
    bits = ask(url)[1]["credentialSubject"]["encodedList"]
    assert status_list.is_set(bits, int(credential["credentialStatus"]["statusListIndex"]))
    assert not verified(credential)
    assert verified(other)
    assert ask("/credentials/status", asked | {"status": False})[0] == 200
    assert verified(credential)


@pytest.mark.parametrize("changes", [{"credentialId": "urn:uuid:unknown"}, {"credentialStatus": 1}])
def test_3_2_nothing_else_can_be_revoked(ask, changes):
    asked = {"credentialId": "urn:uuid:revoked", "credentialStatus": {}} | changes
    assert ask("/credentials/status", asked)[0] == 400


def test_3_2_an_index_beyond_the_list_is_not_verified(issued, verified):
    document = issued(ISSUER, a_credential())
    beyond = document["credentialStatus"] | {"statusListIndex": "131072", "id": "urn:uuid:beyond"}
    elsewhere = issued("eddsa-rdfc-2022", a_credential(credentialStatus=beyond))
    assert not verified(elsewhere)
