"""What W3C's suite for EdDSA asks, statement by statement, in our words.

https://github.com/w3c/vc-di-eddsa-test-suite; the numbers are the sections of
https://www.w3.org/TR/vc-di-eddsa/. What it shares with other suites: test_every_suite.py.
"""

import pytest

from credkit import did, multibase
from credkit.verify.materials import signing_key
from suites.vc_api import a_credential, signed, with_proof

SUITES = pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])


@SUITES
def test_2_1_1_the_method_is_a_multikey_of_34_bytes_in_base58(issued, suite):
    method = issued(suite, a_credential())["proof"]["verificationMethod"]
    key = signing_key(did.key_document(method.partition("#")[0]), method)
    assert key[0] == "z"
    assert len(multibase.decode(key)) == 34


@SUITES
def test_2_1_1_a_key_in_any_other_encoding_is_refused(verified, suite):
    document = signed(suite)
    raw = multibase.decode(document["issuer"].removeprefix("did:key:"))
    other = multibase.to_base64url(raw)
    changed = document | {"issuer": f"did:key:{other}"}
    assert not verified(with_proof(changed, verificationMethod=f"did:key:{other}#{other}"))


@SUITES
def test_2_1_1_the_purpose_is_one_that_the_controller_gives_the_key(issued, suite):
    document = issued(suite, a_credential())
    controller = did.key_document(document["issuer"])
    assert document["proof"]["verificationMethod"] in controller["assertionMethod"]


@SUITES
def test_2_2_1_the_type_the_suite_and_the_value_are_as_demanded(issued, suite):
    proof = issued(suite, a_credential())["proof"]
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", suite)
    assert len(multibase.decode(proof["proofValue"])) == 64


@SUITES
def test_3_2_a_proof_of_ours_is_verified(issued, verified, suite):
    assert verified(issued(suite, a_credential()))


@SUITES
def test_3_2_a_value_of_another_length_than_64_bytes_is_an_error(verified, suite):
    document = signed(suite)
    raw = multibase.decode(document["proof"]["proofValue"])
    for wrong in (raw + bytes(32), raw[:-1], b""):
        assert not verified(with_proof(document, proofValue=multibase.to_base58btc(wrong)))


@pytest.mark.parametrize(
    ("suite", "canonize"), [("eddsa-rdfc-2022", "jcs"), ("eddsa-jcs-2022", "rdfc")]
)
def test_3_2_3_another_canonicalization_than_that_of_the_suite_is_an_error(
    verified, suite, canonize
):
    assert not verified(signed(suite, canonize=canonize))


@SUITES
@pytest.mark.parametrize("digest", ["sha384", "sha512", "sha3_256"])
def test_3_2_4_another_hash_than_sha_256_is_an_error(verified, suite, digest):
    assert not verified(signed(suite, digest=digest))


@SUITES
def test_3_2_5_another_suite_than_the_one_that_signed_is_an_error(verified, suite):
    for other in ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "eddsa-2022", "x"):
        assert other == suite or not verified(with_proof(signed(suite), cryptosuite=other))


@SUITES
def test_3_2_5_a_moment_that_is_none_is_not_signed_and_not_verified(issued, verified, suite):
    assert issued(suite, a_credential())["proof"]["created"].endswith("Z")
    assert not verified(signed(suite, created="2026-13-45T99:00:00Z"))
