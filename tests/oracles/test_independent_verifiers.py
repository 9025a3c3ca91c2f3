"""What strangers say of our credentials, and we of theirs: the same answers, or we are wrong."""

import copy
import json
import random

import pytest
from openbadgeslib.ob3.ldp import OB3LdpVerifier, OB3VerificationError

from credkit import canonical, did
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity
from credkit.verify import Status, verify
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW

pytestmark = pytest.mark.oracle

MALLORY = LocalSigner(b"mallory" + bytes(25))


def _one_byte_changed():
    document = copy.deepcopy(specimen.secured())
    document["credentialSubject"]["name"] = "Zoë van der Merwf"
    return document


def _wrong_issuer():
    """Signed by Mallory, in the name of the issuer."""
    options = data_integrity.Options(
        "did:web:mallory.example#" + MALLORY.public_multikey, "2026-11-20T09:00:00Z"
    )
    return data_integrity.add(specimen.unsecured(), MALLORY, options)


CASES = {
    "good": (specimen.secured(), True),
    "one byte changed": (_one_byte_changed(), False),
    "undefined term": (specimen.secured() | {"nickname": "Z"}, False),
    "undefined term in the proof": (
        specimen.secured() | {"proof": specimen.secured()["proof"] | {"remark": "x"}},
        False,
    ),
    "wrong issuer": (_wrong_issuer(), False),
    "another name": (specimen.secured(holder_name='Nguyễn "Ẩn" 李 😀 \\ \t'), True),
    "a longer life": (specimen.secured() | {"validUntil": "2099-01-01T00:00:00Z"}, False),
}
DOCUMENTS = {
    DID: specimen.did_document(),
    LIST_URL: specimen.published_list(),
    "did:web:mallory.example": did.document(
        "did:web:mallory.example", [did.VerificationKey(MALLORY.public_multikey)]
    ),
}


@pytest.fixture(scope="module")
def digital_bazaar(ask_node):
    credentials = [document for document, _ in CASES.values()]
    answers = ask_node(DOCUMENTS, credentials=credentials, now=NOW.isoformat())
    return dict(zip(CASES, answers, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_digital_bazaar_agrees(case, digital_bazaar):
    document, good = CASES[case]
    assert digital_bazaar[case]["verified"] is good, digital_bazaar[case]
    assert (verify(document, specimen.materials(), NOW).status is Status.VALID) is good


@pytest.mark.parametrize("case", CASES)
def test_openbadgeslib_agrees(case):
    document, good = CASES[case]
    assert _openbadgeslib_accepts(document) is good


@pytest.mark.parametrize("revoked", [False, True])
def test_digital_bazaar_reads_our_status_list(revoked, ask_node):
    set_indices = [77123] if revoked else []
    documents = DOCUMENTS | {LIST_URL: specimen.published_list(*set_indices)}
    (answer,) = ask_node(documents, credentials=[specimen.secured()], now=NOW.isoformat())
    status = verify(specimen.secured(), specimen.materials(*set_indices), NOW).status
    assert status is (Status.REVOKED if revoked else Status.VALID)
    assert answer["verified"] is (not revoked), answer


def test_jsonld_js_writes_the_same_canonical_lines(ask_node):
    dice = random.Random(2026)
    shape = specimen.shape()
    filled = [
        specimen.HOLDER | {"holder_name": _name(dice), "mark": _name(dice)} for _ in range(99)
    ]
    theirs = ask_node(canonize=[shape.fill(values) for values in filled])
    assert [shape.canonical(values).decode() for values in filled] == theirs


def test_jsonld_js_agrees_about_blank_nodes_and_numbers(ask_node):
    documents = [_with_blank_nodes(kind) for kind in range(6)]
    assert [canonical.rdfc(document) for document in documents] == ask_node(canonize=documents)


def test_jsonld_js_refuses_what_we_refuse(ask_node):
    for change in ({"nickname": "Z"}, {"type": ["VerifiableCredential", "Diploma"]}):
        document = specimen.unsecured() | change
        with pytest.raises(AssertionError, match="Safe mode"):
            ask_node(canonize=[document])
        with pytest.raises(canonical.Malformed):
            canonical.check_terms(document)


def _openbadgeslib_accepts(document):
    def download(url):
        assert url == did.url_of(DID)
        return json.dumps(specimen.did_document()).encode()

    verifier = OB3LdpVerifier.for_issuer_did(DID)
    try:
        verifier.verify(json.dumps(document), download=download)
    except OB3VerificationError:
        return False
    return True


def _name(dice):
    """Letters of all scripts, and what needs an escape; below U+E000, where JavaScript's order
    of UTF-16 units is that of code points."""
    ranges = [(0x20, 0x7E), (0xC0, 0x24F), (0x391, 0x3C9), (0x5D0, 0x5EA), (0x621, 0x64A)]
    ranges += [(0x904, 0x939), (0x1E00, 0x1EFF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0, 0x1F)]
    picked = [dice.choice(ranges) for _ in range(dice.randint(1, 30))]
    return "".join(chr(dice.randint(*each)) for each in picked) + '"\\\x7f'


def _with_blank_nodes(kind):
    same = [{"type": ["Alignment"], "targetName": f"t{kind % 2}", "targetUrl": "https://x.example"}]
    document = specimen.unsecured()
    subject = document["credentialSubject"]
    subject["achievement"]["alignment"] = same * (kind + 1)
    subject["achievement"]["creditsAvailable"] = [3, 2.5, 0, 1e21, 0.1, 40.25][kind]
    subject["result"] = [{"type": ["Result"], "value": str(number)} for number in range(kind)]
    del subject["achievement"]["criteria"]["id"]
    knot = [f"_:b{number}" for number in range(2 + kind % 3)]
    document["evidence"] = [
        {"id": name, "type": "Profile", "parentOrg": [each for each in knot if each != name]}
        for name in knot
    ]
    return document
