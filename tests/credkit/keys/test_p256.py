import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from credkit import multibase
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, P256Signer, algorithm_of, is_signed_by, jwk
from credkit.keys.curves import P256

VECTORS = Path(__file__).parents[2] / "vectors" / "wycheproof"
GROUPS = json.loads((VECTORS / "ecdsa_secp256r1_sha256_p1363_test.json").read_text())["testGroups"]
CASES = [
    pytest.param(group["publicKey"], case, id=f"{case['tcId']}-{case['comment']}")
    for group in GROUPS
    for case in group["tests"]
]
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

# RFC 6979, A.2.5: the key of its P-256 examples, and a message with its signature.
SECRET = bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
PUBLIC_X = "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
PUBLIC_Y = "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
R = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
S = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"


def _public(published):
    x, y = (int(published[name], 16).to_bytes(32) for name in ("wx", "wy"))
    return P256.multikey(P256.from_coordinates(x, y))


@pytest.mark.parametrize(("public", "case"), CASES)
def test_the_wycheproof_signatures_are_judged_as_published(public, case):
    signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
    assert is_signed_by(_public(public), signature, message) is (case["result"] == "valid")


def test_a_signature_is_that_of_rfc_6979():
    signer = P256Signer(SECRET)
    assert signer.sign(b"sample").hex().upper() == R + S
    assert signer.public_jwk == {
        "kty": "EC",
        "crv": "P-256",
        "x": multibase.to_base64url(bytes.fromhex(PUBLIC_X))[1:],
        "y": multibase.to_base64url(bytes.fromhex(PUBLIC_Y))[1:],
    }


def test_a_multikey_is_the_published_one():
    # W3C vc-di-ecdsa, TestVectors/p256KeyPair.json: the key of all its P-256 examples.
    secret = multibase.decode("z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN")[2:]
    published = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
    assert P256Signer(secret).public_multikey == published
    assert algorithm_of(published) is Algorithm.P256


def test_another_implementation_takes_our_signatures():
    signer = P256Signer(bytes(31) + b"\7")
    signature = signer.sign(b"message")
    theirs = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    theirs.verify(encode_dss_signature(r, s), b"message", ec.ECDSA(SHA256()))


def test_a_key_is_the_same_as_text_and_as_json():
    signer = P256Signer(SECRET)
    assert jwk.of_multikey(signer.public_multikey) == signer.public_jwk
    assert jwk.is_signed_by(signer.public_jwk, signer.sign(b"m"), b"m")


@pytest.mark.parametrize(("r", "s"), [(0, 0), (0, 1), (1, 0), (ORDER, 1), (1, ORDER)])
def test_a_signature_out_of_range_never_holds(r, s):
    signature = r.to_bytes(32) + s.to_bytes(32)
    assert not is_signed_by(P256Signer(SECRET).public_multikey, signature, b"any")


@pytest.mark.parametrize("secret", [b"", bytes(32), ORDER.to_bytes(32), b"\xff" * 32, bytes(33)])
def test_a_secret_that_is_no_key_is_refused(secret):
    with pytest.raises(Malformed) as refused:
        P256Signer(secret)
    assert refused.value.fault is Fault.KEY


@pytest.mark.parametrize(
    "point",
    [
        b"\2" + b"\xff" * 32,  # Beyond the field.
        b"\2" + bytes(31) + b"\1",  # No point of the curve has this x.
        b"\4" + bytes(32),  # The mark of an uncompressed point.
        bytes(33),  # The point at infinity.
        b"\2" + bytes(31),
    ],
)
def test_what_is_no_point_of_the_curve_is_no_key(point):
    with pytest.raises(Malformed):
        is_signed_by(P256.multikey(point), bytes(64), b"")


def test_a_kind_of_key_that_we_do_not_know_is_refused():
    p521 = multibase.to_base58btc(b"\x82\x24\2" + bytes(66))
    with pytest.raises(Malformed, match="kind that we do not know") as refused:
        algorithm_of(p521)
    assert refused.value.fault is Fault.UNSUPPORTED


def test_a_signer_does_not_show_its_secret():
    signer = P256Signer(SECRET)
    assert repr(signer) == f"P256Signer({signer.public_multikey})"
