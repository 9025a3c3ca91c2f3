"""A public key as JSON, strictly read: RFC 7517, RFC 7518, section 6, and RFC 8037.

The key says which algorithm it is for. A token never does.
"""

from collections.abc import Mapping
from typing import Any

from credkit import base64url
from credkit.errors import Fault, Malformed
from credkit.keys import ed25519, multikeys, rsa
from credkit.keys.algorithm import Algorithm
from credkit.keys.curves import P256, P384

TOKEN_NAMES = {
    Algorithm.P256: ("ES256",),
    Algorithm.P384: ("ES384",),
    Algorithm.RSA: ("RS256",),
    Algorithm.ED25519: ("EdDSA", "Ed25519"),  # RFC 8037 and, for the same thing, RFC 9864.
}
_SECRET = frozenset(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
_DEFINING = {"EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n"), "OKP": ("crv", "kty", "x")}
_CURVES = {"P-256": (Algorithm.P256, P256), "P-384": (Algorithm.P384, P384)}


def token_name(algorithm: Algorithm) -> str:
    """What a token calls it: "ES256", "RS256"…"""
    return TOKEN_NAMES[algorithm][0]


def of_multikey(public_multikey: str) -> dict[str, Any]:
    """A Multikey as a JWK. Malformed: not a Multikey of a kind that we know."""
    match multikeys.read(public_multikey):
        case Algorithm.P256, public:
            return P256.jwk(public)
        case Algorithm.P384, public:
            return P384.jwk(public)
        case _, public:
            return {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(public)}


def defining(jwk: Mapping[str, Any]) -> dict[str, Any]:
    """The members that make it this key and no other (RFC 7638, section 3.2).

    Malformed: not a sound public key of a kind that we know, or not one for signatures.
    """
    algorithm_of(jwk)
    return {name: jwk[name] for name in _DEFINING[jwk["kty"]]}


def algorithm_of(jwk: Mapping[str, Any]) -> Algorithm:
    """What kind of key it is. Malformed as in `defining`."""
    return _read(jwk)[0]


def is_signed_by(jwk: Mapping[str, Any], signature: bytes, message: bytes) -> bool:
    """Did that key sign exactly `message`? Malformed as in `defining`."""
    match _read(jwk):
        case Algorithm.P256, bytes() as point:
            return P256.holds(point, signature, message)
        case Algorithm.P384, bytes() as point:
            return P384.holds(point, signature, message)
        case Algorithm.ED25519, bytes() as public:
            return ed25519.holds(public, signature, message)
        case Algorithm.RSA, int() as modulus:
            return rsa.holds(modulus, signature, message)
    raise AssertionError("every kind of key is read into one of these")


def _read(jwk: Mapping[str, Any]) -> tuple[Algorithm, bytes | int]:
    _check_use(jwk)
    match jwk:
        case {"kty": "EC", "crv": "P-256" | "P-384" as name, "x": str(x), "y": str(y)}:
            algorithm, curve = _CURVES[name]
            _check_algorithm(jwk, algorithm)
            return algorithm, curve.from_coordinates(base64url.decode(x), base64url.decode(y))
        case {"kty": "OKP", "crv": "Ed25519", "x": str(x)}:
            _check_algorithm(jwk, Algorithm.ED25519)
            return Algorithm.ED25519, _ed25519(base64url.decode(x))
        case {"kty": "RSA", "n": str(n), "e": str(e)}:
            _check_algorithm(jwk, Algorithm.RSA)
            rsa.check(_number(n), _number(e))
            return Algorithm.RSA, _number(n)
    raise Malformed("a JWK of a kind that we do not know", Fault.KEY)


def _check_use(jwk: Mapping[str, Any]) -> None:
    if secrets := _SECRET & jwk.keys():
        raise Malformed(f"a JWK with a secret in it: {', '.join(sorted(secrets))}", Fault.KEY)
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or operations != ["verify"]:
        raise Malformed("a JWK that is not for checking signatures", Fault.KEY)


def _check_algorithm(jwk: Mapping[str, Any], algorithm: Algorithm) -> None:
    if jwk.get("alg", token_name(algorithm)) not in TOKEN_NAMES[algorithm]:
        raise Malformed("a JWK that claims to be for another algorithm", Fault.ALGORITHM)


def _ed25519(public: bytes) -> bytes:
    if len(public) != 32:
        raise Malformed("an Ed25519 key has 32 bytes", Fault.KEY)
    return public


def _number(text: str) -> int:
    data = base64url.decode(text)
    if data[:1] in (b"", b"\0"):
        raise Malformed("a number with a leading zero", Fault.KEY)
    return int.from_bytes(data)
