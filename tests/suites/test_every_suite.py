"""What W3C's assertions on Data Integrity ask of each suite, statement by statement, in our words.

https://github.com/w3c-ccg/data-integrity-test-suite-assertion, which the suites for EdDSA and
ECDSA run; the numbers are the sections of https://www.w3.org/TR/vc-data-integrity/
"""

import pytest

from credkit import contexts, multibase, rdf
from credkit.reading import moment
from suites.vc_api import EXAMPLES, SUITES, VC, a_credential, signed, with_proof

pytestmark = pytest.mark.parametrize("suite", SUITES)
SECURITY = "https://w3id.org/security#"


@pytest.fixture
def proof(issued, suite):
    return issued(suite, a_credential())["proof"]


def test_2_1_a_proof_is_expressed_in_a_proof_property(issued, suite):
    assert isinstance(issued(suite, a_credential())["proof"], dict)


def test_2_1_its_type_is_text_that_maps_to_a_url(proof, suite):
    assert proof["type"] == "DataIntegrityProof"
    assert _quads(proof, "type")[0].object["value"] == f"{SECURITY}DataIntegrityProof"


def test_2_1_it_is_in_the_context_of_the_document(issued, suite):
    assert issued(suite, a_credential())["@context"] == [VC, EXAMPLES]
    assert "DataIntegrityProof" in contexts.context(VC)["@context"]


def test_2_1_its_id_if_there_is_one_is_a_url(proof, suite):
    assert rdf.is_iri(proof.get("id", "urn:none"))


def test_2_1_the_suite_is_named_as_text_of_its_own_kind(proof, suite):
    assert proof["cryptosuite"] == suite
    (quad,) = _quads(proof, "cryptosuite")
    assert quad.object["datatype"] == f"{SECURITY}cryptosuiteString"


def test_2_1_moments_have_a_zone(proof, suite):
    assert moment(proof["created"]).tzinfo
    assert "expires" not in proof or moment(proof["expires"]).tzinfo


def test_2_1_the_verification_method_maps_to_a_url(proof, suite):
    (quad,) = _quads(proof, "verificationMethod")
    assert quad.object == {"type": "IRI", "value": proof["verificationMethod"]}


def test_2_1_the_purpose_maps_to_a_url(proof, suite):
    (quad,) = _quads(proof, "proofPurpose")
    assert quad.object == {"type": "IRI", "value": f"{SECURITY}assertionMethod"}


def test_2_1_the_value_is_multibase_with_its_header(proof, suite):
    assert proof["proofValue"][0] == "z"
    assert len(multibase.decode(proof["proofValue"])) == 64


@pytest.mark.parametrize("name", ["domain", "challenge", "previousProof", "nonce"])
def test_2_1_what_is_optional_is_text(proof, suite, name):
    assert isinstance(proof.get(name, ""), str)


def test_4_4_a_sound_proof_is_verified(verified, suite):
    assert verified(signed(suite))
    assert verified(signed(suite, domain="a.example", challenge="c", nonce="n", id="urn:uuid:1"))


def test_4_4_a_missing_or_empty_proof_is_an_error(verified, suite):
    document = signed(suite)
    for wrong in (None, [], {}, "proof", [None], 7):
        assert not verified(document | {"proof": wrong})
    del document["proof"]
    assert not verified(document)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ...},
        {"type": "UnknownProofType"},
        {"type": ""},
        {"cryptosuite": "UnknownCryptosuite"},
        {"cryptosuite": ...},
        {"cryptosuite": ""},
        {"cryptosuite": 7},
        {"verificationMethod": ...},
        {"verificationMethod": "did:key:invalidVm"},
        {"verificationMethod": 7},
        {"proofPurpose": ...},
        {"proofPurpose": "invalidPurpose"},
        {"proofPurpose": None},
        {"created": "invalidDate"},
        {"created": "2026-11-20T09:00:00"},  # Section 2.1: no zone; nobody has to take it.
        {"created": 1795165200},
        {"expires": "2020-01-01T00:00:00Z"},
        {"expires": "2099-01-01T00:00:00"},
        {"previousProof": "urn:uuid:nobody"},
        {"previousProof": ["urn:uuid:nobody"]},
    ],
)
def test_4_4_what_does_not_conform_is_an_error_even_when_it_was_signed_so(verified, suite, changes):
    assert not verified(signed(suite, **changes))


@pytest.mark.parametrize(
    "value", [..., None, "", 7, "z", "u", "zIO", "no multibase", ["z1"]], ids=repr
)
def test_4_4_a_missing_or_invalid_value_is_an_error(verified, suite, value):
    assert not verified(with_proof(signed(suite), proofValue=value))


def test_4_4_a_value_without_its_header_is_an_error(verified, suite):
    document = signed(suite)
    assert not verified(with_proof(document, proofValue=document["proof"]["proofValue"][1:]))


def test_4_4_another_purpose_than_was_expected_is_an_error(verified, suite):
    assert not verified(signed(suite), expectedProofPurpose="authentication")
    assert verified(signed(suite), expectedProofPurpose="assertionMethod")


def test_4_4_another_domain_is_an_error(verified, suite):
    assert not verified(signed(suite), domain="domain.example")
    assert not verified(signed(suite, domain="other.example"), domain="domain.example")
    assert verified(signed(suite, domain="domain.example"), domain="domain.example")
    several = signed(suite, domain=["other.example", "domain.example"])
    assert verified(several, domain="domain.example")


def test_4_4_another_challenge_is_an_error(verified, suite):
    assert not verified(signed(suite), challenge="1235abcd6789")
    assert not verified(signed(suite, challenge="another"), challenge="1235abcd6789")
    assert verified(signed(suite, challenge="1235abcd6789"), challenge="1235abcd6789")


def test_4_6_an_error_is_told_with_its_type(ask, suite):
    _, answer = ask("/credentials/verify", {"verifiableCredential": a_credential()})
    assert answer["problemDetails"][0]["type"] == f"{SECURITY}PROOF_VERIFICATION_ERROR"


def _quads(proof, term):
    """What the proof says by that word, as RDF."""
    (address,) = {
        "type": ["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"],
    }.get(term, [f"{SECURITY}{term}"])
    plain = {name: value for name, value in proof.items() if name != "@context"}
    found = rdf.quads({"@context": [VC]} | plain)
    return [quad for quad in found if quad.predicate["value"] == address]
