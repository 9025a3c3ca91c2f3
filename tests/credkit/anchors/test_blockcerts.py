"""Blockcerts, against the proofs that others have published and the words that contexts give them.

Whether the public verifier takes one is asked in tests/oracles/test_blockcerts_elsewhere.py.
"""

import json
from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credkit import canonical, cbor, multibase
from credkit.anchors import blockcerts, merkle_path
from credkit.anchors.blockcerts import Network, Proof
from credkit.anchors.merkle_path import LONGEST, Side, Step
from credkit.errors import Fault, Malformed
from oracles import specimen

hashes = st.binary(min_size=32, max_size=32)
steps = st.builds(Step, st.sampled_from(Side), hashes)
paths = st.lists(steps, max_size=LONGEST).map(tuple)
proofs = st.builds(Proof, hashes, paths, hashes, st.sampled_from(Network), hashes)
# A Blockcert in Sepolia: tests/fixtures of jsonld-signatures-merkleproof2019 2.20.1 (npm, MIT).
PUBLISHED = (
    "znKD4YGVqA8texv1PrVrhripRpmtid9LqxNj8TRUKHD5dXobGcBnZcHJMY3oguH9T8YcT9MuqnzQxYYRcReoxc9v"
    "m5PhucNBqdFYwZuwNEeFTn9GoJLPqAwQSw2J2atnCuEFAqwMXstnLkSNQrEwpBAGshkH1eMhqSYh4Ut3gVHq85eS"
    "Kuu2YFHeCHAXN6QW7qfAiiiS4VLSE9E9PPUDdbp3MrDSb52gentZHJiHJHpKggxKs8GYYkqFQmr7rJ8HqVzLmwRR"
    "MAYA7TsVopawvFGtXTsbWXg6BK9jCFEPYvD3vNBvW5bVpEGvJgH"
)


def test_a_published_proof_is_read_and_holds():
    proof = blockcerts.parse_value(PUBLISHED)
    assert proof.holds
    assert proof.network is Network.SEPOLIA
    assert proof.transaction.hex() == (
        "1f615470024000c3ab532ed74c5a60b8f6c2feb6489a67be20f103831996f9ab"
    )
    assert blockcerts.parse_value(blockcerts.value_of(proof)) == proof


@given(proofs)
def test_what_is_written_is_read_again(proof):
    assert blockcerts.parse_value(blockcerts.value_of(proof)) == proof


@given(st.binary(max_size=400))
@example(b"")
@example(cbor.encode([]))
@example(cbor.encode([[0, 0], [1, 0], [2, 0], [3, 0]]))
@example(cbor.encode([[0, b"\x80"], [1, b""], [2, [[]]], [3, []]]))
@example(cbor.encode([[0, "0" * 64], [1, "0" * 64], [2, [[[0, 1], [1, []], [2, ""]]]], [3, []]]))
def test_anything_else_is_refused(content):
    with pytest.raises(Malformed):
        blockcerts.parse_value(multibase.to_base58btc(content))


@given(st.text(max_size=100))
def test_no_text_is_too_strange(text):
    with pytest.raises(Malformed):
        blockcerts.parse_value(text)


@given(proofs, st.data())
def test_a_changed_byte_is_another_proof_or_none(proof, data):
    content = bytearray(multibase.decode(blockcerts.value_of(proof)))
    where = data.draw(st.integers(0, len(content) - 1))
    content[where] ^= data.draw(st.integers(1, 255))
    try:
        read = blockcerts.parse_value(multibase.to_base58btc(bytes(content)))
    except Malformed:
        return
    assert read != proof


@pytest.mark.parametrize("chain", [0, 2, -1])
def test_other_chains_are_beyond_us(chain):
    pairs = cbor.decode(multibase.decode(PUBLISHED))
    other = [[key, [[[0, chain], *value[0][1:]]] if key == 2 else value] for key, value in pairs]
    with pytest.raises(Malformed) as refused:
        blockcerts.parse_value(multibase.to_base58btc(cbor.encode(other)))
    assert refused.value.fault is Fault.UNSUPPORTED


def test_a_path_that_no_tree_has_is_refused():
    longer = tuple(Step(Side.LEFT, bytes(32)) for _ in range(LONGEST + 1))
    value = blockcerts.value_of(Proof(bytes(32), longer, bytes(32), Network.MAINNET, bytes(32)))
    with pytest.raises(Malformed, match="more than"):
        blockcerts.parse_value(value)


def test_a_blockcert_says_what_the_open_badge_says():
    badge = specimen.secured()
    ours = canonical.rdfc(blockcerts.document(badge)).splitlines()
    theirs = canonical.rdfc({k: v for k, v in badge.items() if k != "proof"}).splitlines()
    [more] = set(ours) - set(theirs)
    assert more.endswith("<https://w3id.org/blockcerts#BlockcertsCredential> .")
    assert all("/status/3" in line for line in set(theirs) - set(ours))


def test_the_target_is_the_hash_of_the_canonical_document_without_its_proof():
    document = blockcerts.document(specimen.unsecured())
    target = sha256(canonical.rdfc(document).encode()).digest()
    proof = Proof(
        target,
        (Step(Side.LEFT, bytes(32)),),
        merkle_path.both(bytes(32), target),
        Network.MAINNET,
        bytes(32),
    )
    secured = blockcerts.secured(document, proof, "did:web:x.example#k", "2026-11-22T00:00:00Z")
    assert proof.holds
    assert blockcerts.target_of(secured) == blockcerts.target_of(document) == target
    canonical.check_terms(json.loads(json.dumps(secured)))
