import json
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, RsaSigner, jwk

VECTORS = Path(__file__).parents[2] / "vectors" / "wycheproof"
GROUPS = json.loads((VECTORS / "rsa_signature_2048_sha256_test.json").read_text())["testGroups"]
CASES = [
    pytest.param(group["keyJwk"], case, id=f"{case['tcId']}-{case['comment']}")
    for group in GROUPS
    if group.get("keyJwk", {}).get("e") == "AQAB"  # Another exponent is no key to us.
    for case in group["tests"]
]


@pytest.mark.parametrize(("public", "case"), CASES)
def test_the_wycheproof_signatures_are_judged_strictly(public, case):
    signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
    # What is only "acceptable" there (a NULL left out of the encoding) is not to us.
    assert _holds(public, signature, message) is (case["result"] == "valid")


def test_another_implementation_takes_our_signatures():
    signature = RsaSigner(_der(_key())).sign(b"message")
    _key().public_key().verify(signature, b"message", padding.PKCS1v15(), SHA256())


def test_our_key_as_json_checks_our_signatures():
    signer = RsaSigner(_der(_key()))
    assert jwk.algorithm_of(signer.public_jwk) is Algorithm.RSA
    assert _holds(signer.public_jwk, signer.sign(b"m"), b"m")
    assert not _holds(signer.public_jwk, signer.sign(b"m"), b"n")
    assert not _holds(signer.public_jwk, b"\0" + signer.sign(b"m"), b"m")


@pytest.mark.parametrize(
    "der",
    [
        b"",
        b"not DER",
        pytest.param("ec", id="a key of another kind"),
        pytest.param("short", id="1024 bits"),
        pytest.param("three", id="exponent 3"),
    ],
)
def test_a_key_that_is_too_weak_or_none_is_refused(der):
    made = {
        "ec": lambda: _der(ec.generate_private_key(ec.SECP256R1())),
        "short": lambda: _der(rsa.generate_private_key(65537, 1024)),
        "three": lambda: _der(rsa.generate_private_key(3, 2048)),
    }
    with pytest.raises(Malformed) as refused:
        RsaSigner(made[der]() if der in made else der)
    assert refused.value.fault is Fault.KEY


def test_a_signer_does_not_show_its_secret():
    assert repr(RsaSigner(_der(_key()))) == "RsaSigner(2048 bits)"


@cache
def _key():
    return rsa.generate_private_key(65537, 2048)


def _der(key):
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _holds(public, signature, message):
    known = {name: value for name, value in public.items() if name != "kid"}
    return jwk.is_signed_by(known, signature, message)
