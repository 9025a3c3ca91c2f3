"""Proof sets: each proof for itself, then all together."""

from dataclasses import replace

import pytest

from credkit import did, multibase
from credkit.errors import Fault
from credkit.keys import P256Signer
from credkit.proofs import data_integrity
from credkit.proofs.data_integrity import Cryptosuite, Options
from credkit.verify import CheckCode, Finding, Materials, Status, verify
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW, SIGNER

P256 = P256Signer(bytes(31) + b"\7")
ECDSA = Options(
    did.key_id(DID, P256.public_multikey),
    "2026-11-20T09:00:00Z",
    cryptosuite=Cryptosuite.ECDSA_RDFC_2019,
)
JCS = Options(specimen.METHOD, "2026-11-20T09:00:00Z", cryptosuite=Cryptosuite.EDDSA_JCS_2022)
STRANGE = {"type": "DataIntegrityProof", "cryptosuite": "future-2030"}
BOTH_KEYS = did.document(
    DID,
    [did.VerificationKey(SIGNER.public_multikey), did.VerificationKey(P256.public_multikey)],
)
MATERIALS = Materials(
    {DID: BOTH_KEYS, LIST_URL: specimen.published_list()}, trusted_issuers=frozenset([DID])
)


def _set(*more):
    """The usual credential with these proofs besides."""
    document = specimen.secured()
    for signer, options in more:
        document = data_integrity.add(document, signer, options)
    return document


def _verify(document):
    return verify(document, MATERIALS, NOW)


def _findings(document):
    return [(report.suite, report.finding) for report in _verify(document).proofs]


def _fault(verdict):
    return next(check.fault for check in verdict.checks if check.code is CheckCode.SIGNATURE)


@pytest.mark.parametrize(("signer", "options"), [(P256, ECDSA), (SIGNER, JCS)])
def test_each_suite_is_enough_by_itself(signer, options):
    document = data_integrity.add(specimen.unsecured(), signer, options)
    assert _verify(document).status is Status.VALID


def test_each_proof_of_a_set_is_reported():
    document = _set((P256, ECDSA), (SIGNER, JCS))
    assert _verify(document).status is Status.VALID
    assert _findings(document) == [
        ("eddsa-rdfc-2022", Finding.HOLDS),
        ("ecdsa-rdfc-2019", Finding.HOLDS),
        ("eddsa-jcs-2022", Finding.HOLDS),
    ]


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_one_broken_proof_is_never_excused_by_the_others(broken):
    document = _set((P256, ECDSA), (SIGNER, JCS))
    document["proof"][broken]["created"] = "2026-11-20T09:00:01Z"
    verdict = _verify(document)
    assert verdict.status is Status.ALTERED
    assert _fault(verdict) is Fault.SIGNATURE
    assert [report.finding for report in verdict.proofs].count(Finding.BROKEN) == 1


def test_a_proof_of_an_unknown_suite_is_reported_as_such():
    document = _set()
    document["proof"] = [document["proof"], STRANGE]
    assert _verify(document).status is Status.VALID
    assert _findings(document)[1] == ("future-2030", Finding.UNKNOWN)


def test_unknown_suites_alone_are_no_signature():
    document = specimen.unsecured() | {"proof": [STRANGE, {"type": "Ed25519Signature2020"}]}
    verdict = _verify(document)
    assert verdict.status is Status.ALTERED
    assert [report.suite for report in verdict.proofs] == ["future-2030", "Ed25519Signature2020"]


def test_a_kind_of_key_that_we_cannot_check_is_unknown_and_not_broken():
    p521 = multibase.to_base58btc(b"\x82\x24\2" + bytes(66))
    keys = [did.VerificationKey(key) for key in (SIGNER.public_multikey, p521)]
    held = MATERIALS.with_documents({DID: did.document(DID, keys)})
    document = _set()
    strange = document["proof"] | {
        "cryptosuite": "ecdsa-rdfc-2019",
        "verificationMethod": did.key_id(DID, p521),
    }
    both = verify(document | {"proof": [document["proof"], strange]}, held, NOW)
    assert both.status is Status.VALID
    assert [report.finding for report in both.proofs] == [Finding.HOLDS, Finding.UNKNOWN]
    alone = verify(document | {"proof": strange}, held, NOW)
    assert alone.status is Status.ALTERED
    assert _fault(alone) is Fault.UNSUPPORTED


@pytest.mark.parametrize("position", [0, 1])
def test_a_chain_is_refused_even_when_its_links_would_hold(position):
    document = _set((P256, ECDSA))
    document["proof"][position]["previousProof"] = "urn:uuid:1"
    verdict = _verify(document)
    assert verdict.status is Status.ALTERED
    assert _fault(verdict) is Fault.CHAIN


def test_a_proof_by_someone_else_is_not_taken_for_the_issuers():
    mallory = P256Signer(bytes(31) + b"\6")
    options = Options(
        did.key_id("did:web:mallory.example", mallory.public_multikey),
        "2026-11-20T09:00:00Z",
        cryptosuite=Cryptosuite.ECDSA_RDFC_2019,
    )
    verdict = _verify(_set((mallory, options)))
    assert verdict.status is Status.ALTERED
    assert _fault(verdict) is Fault.KEY


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"proofPurpose": "authentication"}, Fault.PURPOSE),
        ({"expires": "2026-11-21T00:00:00Z"}, Fault.PURPOSE),
        ({"expires": "some day"}, Fault.FORM),
        ({"verificationMethod": f"{DID}#other"}, Fault.KEY),
        ({"verificationMethod": {"id": specimen.METHOD}}, Fault.KEY),
        ({"verificationMethod": specimen.METHOD}, Fault.ALGORITHM),
        ({"cryptosuite": "eddsa-rdfc-2022"}, Fault.ALGORITHM),
        ({"@context": ["https://www.w3.org/ns/did/v1"]}, Fault.CLAIMS),
    ],
)
def test_what_is_wrong_with_a_proof_has_a_code(change, fault):
    document = _set((P256, ECDSA))
    document["proof"][1] |= change
    verdict = _verify(document)
    assert verdict.status is Status.ALTERED
    assert _fault(verdict) is fault


def test_a_status_list_may_be_signed_with_another_suite():
    listed = data_integrity.unsecured(specimen.published_list())
    held = MATERIALS.with_documents({LIST_URL: data_integrity.add(listed, P256, ECDSA)})
    assert verify(specimen.secured(), held, NOW).status is Status.VALID


def test_a_status_list_that_a_stolen_key_has_signed_is_not_believed():
    document = data_integrity.add(specimen.unsecured(), P256, ECDSA)
    assert verify(document, MATERIALS, NOW).status is Status.VALID
    stolen = replace(MATERIALS, cutoffs={specimen.METHOD: 1_000_000})
    assert verify(document, stolen, NOW).status is Status.STATUS_UNKNOWN
