"""P-256: the key of the envelopes that most wallets ask for (FIPS 186-5).

A signature is r and s, 32 bytes each. Both s and n - s fit: the standards leave that open, so
no rule of ours may ever take a signature for the name of a document.
"""

from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from credkit import multibase
from credkit.errors import Fault, Malformed
from credkit.keys.algorithm import Algorithm

MULTICODEC = b"\x80\x24"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class P256Signer:
    """A P-256 key in this process's memory, made from its secret number, 32 bytes big-endian.

    Signatures are those of RFC 6979: the same message always gets the same one, and no weak
    source of randomness can betray the key.
    """

    algorithm = Algorithm.P256

    def __init__(self, secret: bytes) -> None:
        number = int.from_bytes(secret)
        if len(secret) != 32 or not 0 < number < _ORDER:
            raise Malformed(
                "a P-256 secret is a number below the order of the curve, in 32 bytes", Fault.KEY
            )
        self._key = ec.derive_private_key(number, ec.SECP256R1())
        self.public_multikey = multikey(_compressed(self._key.public_key()))

    def __repr__(self) -> str:
        return f"P256Signer({self.public_multikey})"

    @property
    def public_jwk(self) -> dict[str, Any]:
        """The public key as RFC 7518, section 6.2.1, writes it."""
        return jwk(public_bytes(self.public_multikey))

    def sign(self, message: bytes) -> bytes:
        der = self._key.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(der)
        return r.to_bytes(32) + s.to_bytes(32)


def multikey(public: bytes) -> str:
    """A compressed point of 33 bytes as a Multikey text."""
    return multibase.to_base58btc(MULTICODEC + public)


def public_bytes(public_multikey: str) -> bytes:
    """The compressed point behind a P-256 Multikey; Malformed if it is anything else."""
    raw = multibase.decode(public_multikey)
    if not (raw.startswith(MULTICODEC) and len(raw) == 35):
        raise Malformed("not a P-256 Multikey", Fault.KEY)
    _loaded(raw[2:])
    return raw[2:]


def jwk(public: bytes) -> dict[str, Any]:
    """A compressed point as a JWK."""
    point = _loaded(public).public_numbers()
    x, y = (multibase.to_base64url(each.to_bytes(32))[1:] for each in (point.x, point.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def from_coordinates(x: bytes, y: bytes) -> bytes:
    """The compressed point with these coordinates. Malformed: no point of the curve."""
    if len(x) != 32 or len(y) != 32:
        raise Malformed("a coordinate of P-256 has 32 bytes", Fault.KEY)
    try:
        return _compressed(
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\4" + x + y)
        )
    except ValueError as error:
        raise Malformed("not a point of P-256", Fault.KEY) from error


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """FIPS 186-5, section 6.4.2: r and s lie between 1 and n - 1, or it never holds."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if not (0 < r < _ORDER and 0 < s < _ORDER):
        return False
    try:
        _loaded(public).verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1024)
def _loaded(public: bytes) -> ec.EllipticCurvePublicKey:
    # A square root in the field: remembered.
    if public[:1] not in (b"\2", b"\3") or len(public) != 33:
        raise Malformed("not a compressed point", Fault.KEY)
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    except ValueError as error:
        raise Malformed("not a point of P-256", Fault.KEY) from error


def _compressed(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
