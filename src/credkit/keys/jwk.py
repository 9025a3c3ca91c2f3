"""A public key as JSON, strictly read: RFC 7517 and RFC 7518, section 6.

The key says which algorithm it is for. A token never does.
"""

from collections.abc import Mapping
from typing import Any

from credkit import multibase
from credkit.errors import Fault, Malformed
from credkit.keys import p256, rsa
from credkit.keys.algorithm import Algorithm

_TOKEN_NAMES = {Algorithm.P256: "ES256", Algorithm.RSA: "RS256"}
_SECRET = frozenset(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
_DEFINING = {"EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}


def token_name(algorithm: Algorithm) -> str:
    """ "ES256" or "RS256". Malformed: a kind of key that signs no tokens of ours."""
    if algorithm not in _TOKEN_NAMES:
        raise Malformed(f"no tokens are signed with {algorithm}", Fault.ALGORITHM)
    return _TOKEN_NAMES[algorithm]


def of_multikey(public_multikey: str) -> dict[str, Any]:
    """A P-256 Multikey as a JWK; any other is Malformed."""
    return p256.jwk(p256.public_bytes(public_multikey))


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
            return p256.holds(point, signature, message)
        case Algorithm.RSA, int() as modulus:
            return rsa.holds(modulus, signature, message)
    raise AssertionError("every kind of key is read into one of these")


def _read(jwk: Mapping[str, Any]) -> tuple[Algorithm, bytes | int]:
    _check_use(jwk)
    match jwk:
        case {"kty": "EC", "crv": "P-256", "x": str(x), "y": str(y)}:
            _check_algorithm(jwk, Algorithm.P256)
            return Algorithm.P256, p256.from_coordinates(_bytes(x), _bytes(y))
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
    if jwk.get("alg", token_name(algorithm)) != token_name(algorithm):
        raise Malformed("a JWK that claims to be for another algorithm", Fault.ALGORITHM)


def _bytes(text: str) -> bytes:
    return multibase.decode("u" + text)


def _number(text: str) -> int:
    data = _bytes(text)
    if data[:1] in (b"", b"\0"):
        raise Malformed("a number with a leading zero", Fault.KEY)
    return int.from_bytes(data)
