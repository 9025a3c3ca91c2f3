import pytest

from credkit import multibase
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, P256Signer, ed25519, jwk

GOOD = P256Signer(bytes(31) + b"\7").public_jwk
MODULUS = multibase.to_base64url(b"\xff" * 256)[1:]
RSA = {"kty": "RSA", "e": "AQAB", "n": MODULUS}

# RFC 8037, A.2 and A.4: an Ed25519 key, and what it signed.
OKP = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
OKP_SIGNATURE = multibase.decode(
    "uhgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)


def test_remarks_do_not_make_it_another_key():
    remarked = GOOD | {"kid": "1", "alg": "ES256", "use": "sig", "key_ops": ["verify"]}
    assert jwk.defining(remarked) == GOOD
    assert jwk.algorithm_of(remarked) is Algorithm.P256


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ({}, Fault.KEY),
        ({"kty": "oct", "k": "c2VjcmV0"}, Fault.KEY),
        ({"kty": "oct"}, Fault.KEY),
        (GOOD | {"d": "AA"}, Fault.KEY),
        (GOOD | {"crv": "P-384"}, Fault.KEY),
        (GOOD | {"crv": "secp256k1"}, Fault.KEY),
        (GOOD | {"y": GOOD["x"]}, Fault.KEY),
        (GOOD | {"x": 7}, Fault.KEY),
        (GOOD | {"x": multibase.to_base64url(bytes(31))[1:]}, Fault.KEY),
        (GOOD | {"use": "enc"}, Fault.KEY),
        (GOOD | {"key_ops": ["sign"]}, Fault.KEY),
        (GOOD | {"key_ops": 5}, Fault.KEY),
        (GOOD | {"alg": "ES384"}, Fault.ALGORITHM),
        (GOOD | {"alg": "HS256"}, Fault.ALGORITHM),
        (GOOD | {"alg": None}, Fault.ALGORITHM),
        (GOOD | {"x": GOOD["x"] + "="}, Fault.ENCODING),
        (OKP | {"crv": "Ed448"}, Fault.KEY),
        (OKP | {"crv": "X25519"}, Fault.KEY),
        (OKP | {"x": OKP["x"][:-3]}, Fault.KEY),
        (OKP | {"alg": "ES256"}, Fault.ALGORITHM),
        (OKP | {"d": OKP["x"]}, Fault.KEY),
        (RSA | {"e": "Aw"}, Fault.KEY),
        (RSA | {"e": "AAEAAQ"}, Fault.KEY),
        (RSA | {"n": multibase.to_base64url(b"\xff" * 128)[1:]}, Fault.KEY),
        (RSA | {"n": multibase.to_base64url(b"\xff" * 2048)[1:]}, Fault.KEY),
        (RSA | {"n": ""}, Fault.KEY),
        (RSA | {"alg": "PS256"}, Fault.ALGORITHM),
    ],
)
def test_a_key_that_is_not_sound_is_refused(key, fault):
    with pytest.raises(Malformed) as refused:
        jwk.is_signed_by(key, bytes(64), b"")
    assert refused.value.fault is fault


def test_the_key_says_which_algorithm_it_is_for():
    assert jwk.token_name(jwk.algorithm_of(GOOD)) == "ES256"
    assert jwk.token_name(jwk.algorithm_of(RSA)) == "RS256"
    assert jwk.token_name(jwk.algorithm_of(OKP)) == "EdDSA"


def test_the_signature_of_rfc_8037_holds():
    signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    assert jwk.is_signed_by(OKP, OKP_SIGNATURE, signed)
    assert not jwk.is_signed_by(OKP, OKP_SIGNATURE, signed + b"x")
    assert jwk.of_multikey(ed25519.multikey(multibase.decode("u" + OKP["x"]))) == OKP


def test_a_key_of_small_order_signs_no_token():
    neutral = multibase.to_base64url(b"\1" + bytes(31))[1:]
    assert not jwk.is_signed_by(OKP | {"x": neutral}, b"\1" + bytes(63), b"any")
