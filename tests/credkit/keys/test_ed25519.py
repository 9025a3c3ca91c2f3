import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from credkit import multibase
from credkit.errors import Malformed
from credkit.keys import LocalSigner, is_signed_by, multikey, public_bytes

VECTORS = Path(__file__).parents[2] / "vectors" / "wycheproof" / "ed25519_test.json"
GROUPS = json.loads(VECTORS.read_text())["testGroups"]
CASES = [
    pytest.param(group["publicKey"]["pk"], case, id=f"{case['tcId']}-{case['comment']}")
    for group in GROUPS
    for case in group["tests"]
]
WEAK = {"SmallOrderPublicKey", "MixedOrderPublicKey"}  # Keys that no honest signer has.


@pytest.mark.parametrize(("public", "case"), CASES)
def test_the_wycheproof_signatures_are_judged_strictly(public, case):
    held = is_signed_by(
        multikey(bytes.fromhex(public)), bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
    )
    assert held is (case["result"] == "valid" and not WEAK & set(case["flags"]))


def test_the_vectors_contain_the_wicked_cases():
    flags = {flag for group in GROUPS for case in group["tests"] for flag in case["flags"]}
    assert flags >= WEAK | {"SignatureMalleability", "InvalidEncoding"}


@pytest.mark.parametrize(
    "point",
    [  # All points of small order, in every encoding that some library takes.
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ],
)
def test_a_key_of_small_order_signs_nothing(point):
    # With the neutral point as R and S = 0 a lax verifier accepts any message.
    neutral = bytes([1]) + bytes(31)
    for commitment in (neutral, bytes.fromhex(point)):
        assert not is_signed_by(multikey(bytes.fromhex(point)), commitment + bytes(32), b"any")


def test_a_signature_is_that_of_another_implementation():
    seed = bytes(range(32))
    theirs = Ed25519PrivateKey.from_private_bytes(seed)
    ours = LocalSigner(seed)
    assert ours.sign(b"message") == theirs.sign(b"message")
    assert public_bytes(ours.public_multikey) == theirs.public_key().public_bytes_raw()


def test_one_changed_bit_ends_a_signature():
    signer = LocalSigner(bytes(32))
    signature = signer.sign(b"message")
    assert is_signed_by(signer.public_multikey, signature, b"message")
    assert not is_signed_by(signer.public_multikey, signature, b"massage")
    for position in range(64):
        changed = bytearray(signature)
        changed[position] ^= 1
        assert not is_signed_by(signer.public_multikey, bytes(changed), b"message")


@pytest.mark.parametrize("length", [0, 63, 65, 128])
def test_a_signature_has_64_bytes(length):
    assert not is_signed_by(LocalSigner(bytes(32)).public_multikey, bytes(length), b"")


@pytest.mark.parametrize(
    "text", ["", "z6Mk", multibase.to_base58btc(b"\xed\x01" + bytes(31)), "zDnaeSomeP256"]
)
def test_what_is_no_multikey_is_malformed(text):
    with pytest.raises(Malformed):
        public_bytes(text)


def test_a_signer_does_not_show_its_secret():
    signer = LocalSigner(b"secret seed of thirty-two bytes!")
    assert repr(signer) == f"LocalSigner({signer.public_multikey})"


def test_a_seed_has_32_bytes():
    with pytest.raises(Malformed):
        LocalSigner(b"short")
