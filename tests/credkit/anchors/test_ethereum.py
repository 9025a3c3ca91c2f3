"""Against eth-account and the published vectors of RLP; signed as any chain takes it."""

import importlib

import pytest
import rlp as published
from eth_keys import keys
from hypothesis import given
from hypothesis import strategies as st

from credkit.anchors import ethereum, rlp
from credkit.anchors.ethereum import Transaction
from credkit.errors import Malformed
from credkit.keys import Secp256k1Signer
from credkit.keys.secp256k1 import ORDER, point

SECRET = bytes(range(1, 33))
ADDRESS = keys.PrivateKey(SECRET).public_key.to_canonical_address()
_NUMBERS = st.integers(0, 2**70)


def transaction(**changed):
    fields = {"chain": 1, "nonce": 0, "tip": 1, "most": 2, "gas": 30_000}
    return Transaction(**fields | {"account": ADDRESS, "payload": b"r" * 32} | changed)


def eth_account():
    """It takes a second to import, so only the tests that use it do."""
    return importlib.import_module("eth_account").Account


def as_eth_account_writes_it(ours):
    fields = {
        "type": 2,
        "chainId": ours.chain,
        "nonce": ours.nonce,
        "maxPriorityFeePerGas": ours.tip,
        "maxFeePerGas": ours.most,
        "gas": ours.gas,
        "to": ours.account,
        "value": 0,
        "data": ours.payload,
        "accessList": [],
    }
    return eth_account().sign_transaction(fields, SECRET)


@given(_NUMBERS, _NUMBERS, st.binary(min_size=32, max_size=32))
def test_eth_account_writes_the_same_bytes(nonce, fee, payload):
    ours = transaction(nonce=nonce, most=fee, payload=payload)
    theirs = as_eth_account_writes_it(ours)
    assert ours.signed(theirs.v, theirs.r, theirs.s) == theirs.raw_transaction
    assert ethereum.parse(theirs.raw_transaction) == ours


def test_a_changed_byte_is_another_transaction_or_none():
    raw = bytes(as_eth_account_writes_it(transaction()).raw_transaction)
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        try:
            read = ethereum.parse(changed)
        except Malformed:
            continue
        # Its signature changed, or what it says: then another account is said to have sent it.
        said = eth_account().recover_transaction(changed) if read != transaction() else ""
        assert said.lower() != f"0x{ADDRESS.hex()}"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_written_back_the_same(noise):
    try:
        items = rlp.flat_list(noise)
    except Malformed:
        return
    assert [each if each != [] else b"" for each in published.decode(noise)] == items


@given(st.lists(st.binary(max_size=80), max_size=8))
def test_lists_are_those_of_the_published_library(items):
    written = rlp.of_list([rlp.of_bytes(each) for each in items])
    assert written == published.encode(items)
    assert rlp.flat_list(written) == items


@pytest.mark.parametrize(
    ("content", "written"),  # From the tests of the Ethereum Foundation, RLPTests/rlptest.json.
    [
        (b"", "80"),
        (b"\x7f", "7f"),
        (b"\x80", "8180"),
        (b"dog", "83646f67"),
        (
            b"Lorem ipsum dolor sit amet, consectetur adipisicing elit",
            "b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e73656374657475722061"
            "64697069736963696e6720656c6974",
        ),
    ],
)
def test_strings_are_written_as_published(content, written):
    assert rlp.of_bytes(content).hex() == written


def test_a_signature_is_one_that_chains_take():
    signer, digest = Secp256k1Signer(SECRET), b"d" * 32
    signature = signer.sign(digest)
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    theirs = keys.PrivateKey(SECRET).sign_msg_hash(digest)
    assert (r, s) == (theirs.r, theirs.s)  # Both are those of RFC 6979.
    assert s <= ORDER // 2
    assert point(signer.public_multikey) == keys.PrivateKey(SECRET).public_key.to_bytes()


def test_secrets_and_digests_that_are_none_are_refused():
    for secret in (bytes(32), b"\xff" * 32, b"short"):
        with pytest.raises(Malformed):
            Secp256k1Signer(secret)
    with pytest.raises(ValueError, match="32 bytes"):
        Secp256k1Signer(SECRET).sign(b"a message")
    with pytest.raises(Malformed):
        point("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
