"""RSA: for the customers who still ask for RS256 (RFC 7518, section 3.3)."""

from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from credkit import base64url
from credkit.errors import Fault, Malformed
from credkit.keys.algorithm import Algorithm

EXPONENT = 65537  # Every honest key has this one; small ones have a history of forgeries.
_SMALLEST, _LARGEST = 2048, 8192  # Bits. Above it, a signature is a way to keep us busy.


class RsaSigner:
    """An RSA key in this process's memory, made from its PKCS #8 DER."""

    algorithm = Algorithm.RSA

    def __init__(self, private_der: bytes) -> None:
        try:
            key = load_der_private_key(private_der, password=None)
        except ValueError as error:
            raise Malformed("not a private key in PKCS #8", Fault.KEY) from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise Malformed("not an RSA key", Fault.KEY)
        self._key = key
        self._public = key.public_key().public_numbers()
        check(self._public.n, self._public.e)

    def __repr__(self) -> str:
        return f"RsaSigner({self._key.key_size} bits)"

    @property
    def public_jwk(self) -> dict[str, Any]:
        """The public key as RFC 7518, section 6.3.1, writes it."""
        n, e = (
            base64url.encode(number.to_bytes((number.bit_length() + 7) // 8))
            for number in (self._public.n, self._public.e)
        )
        return {"kty": "RSA", "n": n, "e": e}

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, padding.PKCS1v15(), SHA256())


def check(modulus: int, exponent: int) -> None:
    """Malformed unless it is a key of a size and form that we take."""
    if exponent != EXPONENT:
        raise Malformed(f"an RSA key with another exponent than {EXPONENT}", Fault.KEY)
    if not _SMALLEST <= modulus.bit_length() <= _LARGEST or modulus % 2 == 0:
        raise Malformed(f"an RSA key has {_SMALLEST} to {_LARGEST} bits", Fault.KEY)


def holds(modulus: int, signature: bytes, message: bytes) -> bool:
    """RFC 8017, section 8.2.2, and the signature is as long as the modulus."""
    try:
        _loaded(modulus).verify(signature, message, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=64)
def _loaded(modulus: int) -> rsa.RSAPublicKey:
    check(modulus, EXPONENT)
    return rsa.RSAPublicNumbers(EXPONENT, modulus).public_key()
