"""ecdsa-sd-2023: each step by us or by Digital Bazaar, and each judge agrees."""

import copy
from itertools import product

import pytest

from credkit import did
from credkit.keys import P256Signer
from credkit.proofs import data_integrity, selective
from credkit.proofs.data_integrity import Options
from oracles import specimen
from oracles.specimen import DID, NOW

pytestmark = pytest.mark.oracle

SECRET = bytes(range(1, 33))
P256 = P256Signer(SECRET)
OPTIONS = Options(did.key_id(DID, P256.public_multikey), "2026-11-20T09:00:00Z")
SECRETS = selective.Secrets(b"h" * 32, b"k" * 32)
DOCUMENTS = {
    DID: did.document(
        DID, [did.VerificationKey(each.public_multikey) for each in (P256, specimen.SIGNER)]
    ),
    specimen.LIST_URL: specimen.published_list(),
}
SHOWN = ["/credentialSubject/name", "/evidence/1", "/credentialSubject/result"]


def _document():
    """With blank nodes, two of which are the same."""
    document = specimen.unsecured()
    twin = {"type": ["Evidence"], "name": "Twin", "description": 'é "\\\n'}
    document["evidence"] = [{"type": ["Evidence"], "name": "A"}, twin, dict(twin)]
    del document["credentialSubject"]["result"][0]["id"]
    return document


@pytest.fixture(scope="module")
def bases(ask_node):
    mandatory = selective.required(_document())
    (theirs,) = ask_node(
        DOCUMENTS,
        issue=[
            {
                "document": _document(),
                "cryptosuite": "ecdsa-sd-2023",
                "date": "2026-11-20T09:00:00Z",
                "mandatoryPointers": mandatory,
                "key": {
                    "@context": "https://w3id.org/security/multikey/v1",
                    "id": OPTIONS.verification_method,
                    "type": "Multikey",
                    "controller": DID,
                    "publicKeyMultibase": P256.public_multikey,
                    "secretKeyMultibase": data_integrity.proof_value(b"\x86\x26" + SECRET),
                },
            }
        ],
    )
    ours = selective.add(_document(), mandatory, P256, OPTIONS, SECRETS)
    return {"ours": ours, "theirs": theirs}


@pytest.fixture(scope="module")
def shown(bases, ask_node):
    """What is shown, by who issued and who derived."""
    theirs = ask_node(
        DOCUMENTS,
        derive=[{"document": base, "selectivePointers": SHOWN} for base in bases.values()],
    )
    ours = [selective.derive(base, SHOWN) for base in bases.values()]
    return {
        **{(name, "ours"): document for name, document in zip(bases, ours, strict=True)},
        **{(name, "theirs"): document for name, document in zip(bases, theirs, strict=True)},
    }


PATHS = pytest.mark.parametrize("path", list(product(["ours", "theirs"], repeat=2)))


@PATHS
def test_whoever_issues_and_derives_we_take_it(path, shown):
    document = shown[path]
    assert selective.proof_holds(document, document["proof"], P256.public_multikey)


def test_whoever_issues_and_derives_digital_bazaar_takes_it(shown, ask_node):
    answers = ask_node(DOCUMENTS, credentials=list(shown.values()), now=NOW.isoformat())
    assert [answer["verified"] for answer in answers] == [True] * 4, answers


@pytest.mark.parametrize("issuer", ["ours", "theirs"])
def test_the_same_is_shown_whoever_derives(issuer, shown):
    ours, theirs = (copy.deepcopy(shown[issuer, who]) for who in ("ours", "theirs"))
    for document in (ours, theirs):
        document.pop("proof")
    assert ours == theirs


def test_our_proof_value_is_theirs_to_the_byte(bases, ask_node):
    # Deriving uses no chance: from one base proof there is one derived proof.
    base = bases["ours"]
    (theirs,) = ask_node(DOCUMENTS, derive=[{"document": base, "selectivePointers": SHOWN}])
    ours = selective.derive(base, SHOWN)
    assert ours["proof"]["proofValue"] == theirs["proof"]["proofValue"]


@PATHS
def test_one_change_and_nobody_takes_it(path, shown, ask_node):
    changed = copy.deepcopy(shown[path])
    changed["credentialSubject"]["name"] = "Mallory"
    (answer,) = ask_node(DOCUMENTS, credentials=[changed], now=NOW.isoformat())
    assert answer["verified"] is False
    assert not selective.proof_holds(changed, changed["proof"], P256.public_multikey)
