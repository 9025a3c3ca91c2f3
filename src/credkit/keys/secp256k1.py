"""secp256k1: the key of accounts on chains like Ethereum (SEC 2, section 2.4.1)."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from credkit import base64url, multibase
from credkit.errors import Fault, Malformed
from credkit.keys.algorithm import Algorithm
from credkit.keys.curves import compressed

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_MULTICODEC = b"\xe7\x01"
_DIGEST = 32


class Secp256k1Signer:
    """A key in this process's memory, made from its secret number, 32 bytes big-endian.

    Signatures are those of RFC 6979 with the smaller of the two values of s, as EIP-2 asks.
    """

    algorithm = Algorithm.SECP256K1

    def __init__(self, secret: bytes) -> None:
        number = int.from_bytes(secret)
        if len(secret) != 32 or not 0 < number < ORDER:
            raise Malformed(
                "a secp256k1 secret is a number below the order of the curve, in 32 bytes",
                Fault.KEY,
            )
        self._key = ec.derive_private_key(number, ec.SECP256K1())
        self.public_multikey = multibase.to_base58btc(
            _MULTICODEC + compressed(self._key.public_key())
        )

    def __repr__(self) -> str:
        return f"Secp256k1Signer({self.public_multikey})"

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each, over a digest. ValueError: not a digest of 32 bytes.

        Chains hash with Keccak-256, which their own libraries have.
        """
        if len(message) != _DIGEST:
            raise ValueError("this key signs digests of 32 bytes")
        over = ec.ECDSA(Prehashed(SHA256()), deterministic_signing=True)
        r, s = decode_dss_signature(self._key.sign(message, over))
        return r.to_bytes(32) + min(s, ORDER - s).to_bytes(32)


def point(public_multikey: str) -> bytes:
    """The two coordinates of a public key, 32 bytes each. Malformed: no secp256k1 Multikey."""
    raw = multibase.decode(public_multikey)
    if not raw.startswith(_MULTICODEC):
        raise Malformed("not a secp256k1 Multikey", Fault.KEY)
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), raw[2:])
    except ValueError as error:
        raise Malformed("not a point of secp256k1", Fault.KEY) from error
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]


def jwk(public_multikey: str) -> dict[str, str]:
    """As RFC 8812 writes it. Malformed as in `point`."""
    both = point(public_multikey)
    x, y = (base64url.encode(each) for each in (both[:_DIGEST], both[_DIGEST:]))
    return {"kty": "EC", "crv": "secp256k1", "x": x, "y": y}
