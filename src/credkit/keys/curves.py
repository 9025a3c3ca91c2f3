"""ECDSA over the curves of NIST: public keys as points, and whether a signature is theirs.

A signature is r and s, each as long as a coordinate. Both s and n - s fit: the standards leave
that open, so no rule of ours may ever take a signature for the name of a document.
https://csrc.nist.gov/pubs/fips/186-5/final · https://www.w3.org/TR/vc-di-ecdsa/#multikey
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from credkit import base64url, multibase
from credkit.errors import Fault, Malformed


@dataclass(frozen=True, eq=False)  # There is one of each.
class Curve:
    """`size`: bytes of a coordinate. `order`: n, the number of points. `digest`: its hash."""

    name: str
    multicodec: bytes
    size: int
    order: int
    shape: ec.EllipticCurve
    digest: HashAlgorithm

    def multikey(self, public: bytes) -> str:
        """A compressed point as a Multikey text."""
        return multibase.to_base58btc(self.multicodec + public)

    def public_bytes(self, public_multikey: str) -> bytes:
        """The compressed point behind a Multikey of this curve; any other text is Malformed."""
        raw = multibase.decode(public_multikey)
        if not raw.startswith(self.multicodec):
            raise Malformed(f"not a {self.name} Multikey", Fault.KEY)
        _loaded(self, raw[2:])
        return raw[2:]

    def jwk(self, public: bytes) -> dict[str, Any]:
        """A compressed point as RFC 7518, section 6.2.1, writes it."""
        point = _loaded(self, public).public_numbers()
        x, y = (base64url.encode(each.to_bytes(self.size)) for each in (point.x, point.y))
        return {"kty": "EC", "crv": self.name, "x": x, "y": y}

    def from_coordinates(self, x: bytes, y: bytes) -> bytes:
        """The compressed point with these coordinates. Malformed: no point of the curve."""
        if len(x) != self.size or len(y) != self.size:
            raise Malformed(f"a coordinate of {self.name} has {self.size} bytes", Fault.KEY)
        return compressed(_point(self, b"\4" + x + y))

    def holds(self, public: bytes, signature: bytes, message: bytes) -> bool:
        """FIPS 186-5, section 6.4.2: r and s lie between 1 and n - 1, or it never holds."""
        if len(signature) != 2 * self.size:
            return False
        r, s = (int.from_bytes(half) for half in (signature[: self.size], signature[self.size :]))
        if not (0 < r < self.order and 0 < s < self.order):
            return False
        try:
            _loaded(self, public).verify(encode_dss_signature(r, s), message, ec.ECDSA(self.digest))
        except InvalidSignature:
            return False
        return True


P256 = Curve(
    name="P-256",
    multicodec=b"\x80\x24",
    size=32,
    order=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    shape=ec.SECP256R1(),
    digest=SHA256(),
)
P384 = Curve(
    name="P-384",
    multicodec=b"\x81\x24",
    size=48,
    order=int(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
        16,
    ),
    shape=ec.SECP384R1(),
    digest=SHA384(),
)


def compressed(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


@lru_cache(maxsize=1024)
def _loaded(curve: Curve, public: bytes) -> ec.EllipticCurvePublicKey:
    # A square root in the field: remembered.
    if public[:1] not in (b"\2", b"\3") or len(public) != curve.size + 1:
        raise Malformed("not a compressed point", Fault.KEY)
    return _point(curve, public)


def _point(curve: Curve, encoded: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve.shape, encoded)
    except ValueError as error:
        raise Malformed(f"not a point of {curve.name}", Fault.KEY) from error
