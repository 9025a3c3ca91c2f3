"""What W3C's suite for ECDSA asks of rdfc, jcs and sd, statement by statement, in our words.

https://github.com/w3c/vc-di-ecdsa-test-suite; the numbers are the sections of
https://www.w3.org/TR/vc-di-ecdsa/. What it shares with other suites: test_every_suite.py.
"""

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from credkit import cbor, did, multibase
from credkit.proofs import selective, selective_values
from credkit.verify.materials import signing_key
from suites.vc_api import VC, a_credential, signed, with_proof

PLAIN = pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
SD = "ecdsa-sd-2023"
SUITES = pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", SD])
LICENCE = a_credential(
    **{"@context": [VC, {"@vocab": "https://example.org/licence#"}]},
    type=["VerifiableCredential", "Licence"],
    credentialSubject={
        "licence": {
            "number": "542426814",
            "classes": [{"code": "A", "since": "2019"}, {"code": "B", "since": "2021"}],
        },
        "name": "Ada",
    },
)
ALWAYS = ["/issuer", "/credentialSubject/licence/number"]


@pytest.fixture
def base(issued):
    return issued(SD, LICENCE, mandatoryPointers=ALWAYS)


@pytest.fixture
def derive(ask, base):
    def derived(*pointers, document=None):
        asked = {
            "verifiableCredential": document or base,
            "options": {"selectivePointers": pointers},
        }
        status, answer = ask("/credentials/derive", asked)
        return answer["verifiableCredential"] if status == 201 else None

    return derived


@SUITES
def test_2_1_1_the_method_is_a_multikey_of_a_p256_point_in_base58(issued, suite):
    method = issued(suite, a_credential())["proof"]["verificationMethod"]
    key = signing_key(did.key_document(method.partition("#")[0]), method)
    assert key[0] == "z"
    assert multibase.decode(key)[:2] == b"\x80\x24"
    assert len(multibase.decode(key)) == 35


@SUITES
def test_2_2_1_the_type_and_the_suite_are_as_demanded(issued, suite):
    proof = issued(suite, a_credential())["proof"]
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", suite)


@PLAIN
def test_3_a_signature_is_r_and_s_and_nothing_else(issued, verified, suite):
    document = issued(suite, a_credential())
    raw = multibase.decode(document["proof"]["proofValue"])
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    for wrong in (der, raw + b"\0", raw[:63], bytes(64)):
        assert not verified(with_proof(document, proofValue=multibase.to_base58btc(wrong)))


@PLAIN
@pytest.mark.parametrize("digest", ["sha384", "sha512"])
def test_3_a_p256_key_takes_sha_256(verified, suite, digest):
    assert verified(signed(suite))
    assert not verified(signed(suite, digest=digest))


@PLAIN
def test_3_2_another_suite_than_the_one_that_signed_is_an_error(verified, suite):
    for other in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019", SD, "eddsa-rdfc-2022", "invalid"):
        assert other == suite or not verified(with_proof(signed(suite), cryptosuite=other))


def test_3_6_a_base_proof_is_base64url_with_its_header(base):
    value = base["proof"]["proofValue"]
    assert value[0] == "u"
    assert multibase.decode(value)[:3] == b"\xd9\x5d\x00"


def test_3_5_2_its_parts_are_not_tagged(base):
    content = cbor.decode(multibase.decode(base["proof"]["proofValue"])[3:])
    assert [type(part) for part in content] == [bytes, bytes, bytes, list, list]


def test_3_6_2_the_key_for_names_is_as_long_as_the_hash(base):
    assert len(selective_values.read(base["proof"]).hmac_key) == 32


def test_3_4_12_a_pointer_to_nothing_is_an_error(ask, derive):
    asked = {"credential": LICENCE, "options": {"mandatoryPointers": ["/non/existent/path"]}}
    assert ask(f"/{SD}/credentials/issue", asked)[0] == 400
    assert derive("/credentialSubject/colour") is None


def test_3_4_11_ids_and_types_on_the_way_are_always_shown(issued, derive):
    whole = issued(SD, LICENCE | {"id": "urn:uuid:7"}, mandatoryPointers=["/issuer"])
    shown = derive("/credentialSubject/name", document=whole)
    assert shown["id"] == "urn:uuid:7"
    assert shown["type"] == ["VerifiableCredential", "Licence"]


@pytest.mark.parametrize(
    "pointers",
    [
        ["/credentialSubject"],
        ["/credentialSubject/name"],
        ["/credentialSubject/licence/classes"],
        ["/credentialSubject/licence/classes/0"],
        ["/credentialSubject/licence/classes/1"],
        ["/credentialSubject/licence/classes/1/since"],
        [],
    ],
    ids=["all", "one", "a full array", "less of it", "not its first", "nested", "only what must"],
)
def test_3_6_7_what_is_derived_is_verified(derive, verified, pointers):
    shown = derive(*pointers)
    assert verified(shown)
    assert shown["credentialSubject"]["licence"]["number"] == "542426814"
    assert multibase.decode(shown["proof"]["proofValue"])[:3] == b"\xd9\x5d\x01"


def test_3_6_7_a_base_proof_is_not_verified(base, verified):
    assert not verified(base)


def test_3_6_7_what_was_changed_is_not_verified(derive, verified):
    shown = derive("/credentialSubject/name")
    subject = shown["credentialSubject"]
    assert not verified(shown | {"credentialSubject": subject | {"id": "urn:invalid"}})
    assert not verified(shown | {"credentialSubject": subject | {"name": "Mallory"}})
    assert not verified(shown | {"validUntil": "2099-01-01T00:00:00Z"})


@pytest.mark.parametrize("changes", [{"created": "2026-11-20"}, {"type": "x"}, {"type": ...}])
def test_3_6_4_what_a_proof_says_has_the_form_that_is_demanded(derive, verified, changes):
    assert not verified(with_proof(derive(), **changes))
    assert not verified(with_proof(derive(), cryptosuite="invalid-cryptosuite"))


def test_3_5_8_a_value_without_its_header_is_an_error(derive, verified):
    shown = derive()
    value = shown["proof"]["proofValue"]
    for wrong in ("a", value[1:], "z" + value[1:], value[:1] + value[4:], "u2V0D" + value[5:]):
        assert not verified(with_proof(shown, proofValue=wrong))


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        (0, bytes(63)),
        (1, bytes(35)),
        (2, [bytes(63)]),
        (2, b""),
        (3, {0: bytes(31)}),
        (3, []),
        (4, ["0"]),
        (4, {}),
    ],
)
def test_3_5_8_its_five_parts_have_their_kinds_and_lengths(derive, verified, part, wrong):
    shown = derive()
    content = cbor.decode(multibase.decode(shown["proof"]["proofValue"])[3:])
    content[part] = wrong
    value = multibase.to_base64url(b"\xd9\x5d\x01" + cbor.encode(content))
    assert not verified(with_proof(shown, proofValue=value))
    five = multibase.to_base64url(b"\xd9\x5d\x01" + cbor.encode(content[:4]))
    assert not verified(with_proof(shown, proofValue=five))


def test_3_6_7_as_many_signatures_as_statements(derive, verified):
    shown = derive("/credentialSubject/name")
    content = cbor.decode(multibase.decode(shown["proof"]["proofValue"])[3:])
    for signatures in ([], content[2] * 2):
        parts = [*content[:2], signatures, *content[3:]]
        value = multibase.to_base64url(b"\xd9\x5d\x01" + cbor.encode(parts))
        assert not verified(with_proof(shown, proofValue=value))


def test_what_is_derived_without_the_server_is_the_same(base, verified):
    assert verified(selective.derive(base, ["/credentialSubject/name"]))
