"""Digital Bazaar judges our proofs of every suite, and we judge theirs."""

import copy

import pytest

from credkit import did
from credkit.keys import P256Signer
from credkit.proofs import data_integrity
from credkit.proofs.data_integrity import Cryptosuite, Options
from credkit.verify import Finding, Materials, Status, verify
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW, SIGNER

pytestmark = pytest.mark.oracle

P256 = P256Signer(bytes(range(1, 33)))
P256_METHOD = did.key_id(DID, P256.public_multikey)
ECDSA = Options(P256_METHOD, "2026-11-20T09:00:00Z", cryptosuite=Cryptosuite.ECDSA_RDFC_2019)
JCS = Options(specimen.METHOD, "2026-11-20T09:00:00Z", cryptosuite=Cryptosuite.EDDSA_JCS_2022)
DOCUMENTS = {
    DID: did.document(
        DID,
        [did.VerificationKey(each.public_multikey) for each in (SIGNER, P256)],
    ),
    LIST_URL: specimen.published_list(),
}
MATERIALS = Materials(DOCUMENTS, trusted_issuers=frozenset([DID]))


def _set():
    document = data_integrity.add(specimen.secured(), P256, ECDSA)
    return data_integrity.add(document, SIGNER, JCS)


def _broken(number):
    document = copy.deepcopy(_set())
    document["proof"][number]["created"] = "2026-11-20T09:00:01Z"
    return document


CASES = {
    "ecdsa-rdfc-2019": data_integrity.add(specimen.unsecured(), P256, ECDSA),
    "eddsa-jcs-2022": data_integrity.add(specimen.unsecured(), SIGNER, JCS),
    "all three": _set(),
    "first broken": _broken(0),
    "second broken": _broken(1),
    "third broken": _broken(2),
    "content changed": _set() | {"validUntil": "2099-01-01T00:00:00Z"},
}


@pytest.fixture(scope="module")
def digital_bazaar(ask_node):
    answers = ask_node(DOCUMENTS, credentials=list(CASES.values()), now=NOW.isoformat())
    return dict(zip(CASES, answers, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_digital_bazaar_finds_of_each_proof_what_we_find(case, digital_bazaar):
    ours = verify(CASES[case], MATERIALS, NOW)
    theirs = digital_bazaar[case]
    assert {report.suite: report.finding is Finding.HOLDS for report in ours.proofs} == {
        proof["cryptosuite"]: proof["verified"] for proof in theirs["proofs"]
    }
    assert (ours.status is Status.VALID) is theirs["verified"], theirs["error"]


def test_we_take_what_digital_bazaar_signs(ask_node):
    (document,) = ask_node(
        DOCUMENTS,
        issue=[
            {
                "document": specimen.unsecured(),
                "cryptosuite": "ecdsa-rdfc-2019",
                "date": "2026-11-20T09:00:00Z",
                "key": a_secret_multikey(P256, bytes(range(1, 33))),
            }
        ],
    )
    assert verify(document, MATERIALS, NOW).status is Status.VALID
    document["credentialSubject"]["name"] = "Mallory"
    assert verify(document, MATERIALS, NOW).status is Status.ALTERED


def a_secret_multikey(signer, secret):
    """The key as Digital Bazaar's libraries take it."""
    return {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": did.key_id(DID, signer.public_multikey),
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": signer.public_multikey,
        "secretKeyMultibase": data_integrity.proof_value(b"\x86\x26" + secret),
    }
