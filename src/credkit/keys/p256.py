"""P-256: the key of the envelopes that most wallets ask for (FIPS 186-5)."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from credkit.errors import Fault, Malformed
from credkit.keys.algorithm import Algorithm
from credkit.keys.curves import P256, compressed


class P256Signer:
    """A P-256 key in this process's memory, made from its secret number, 32 bytes big-endian.

    Signatures are those of RFC 6979: the same message always gets the same one, and no weak
    source of randomness can betray the key.
    """

    algorithm = Algorithm.P256

    def __init__(self, secret: bytes) -> None:
        number = int.from_bytes(secret)
        if len(secret) != 32 or not 0 < number < P256.order:
            raise Malformed(
                "a P-256 secret is a number below the order of the curve, in 32 bytes", Fault.KEY
            )
        self._key = ec.derive_private_key(number, ec.SECP256R1())
        self.public_multikey = P256.multikey(compressed(self._key.public_key()))

    def __repr__(self) -> str:
        return f"P256Signer({self.public_multikey})"

    @property
    def public_jwk(self) -> dict[str, Any]:
        """The public key as RFC 7518, section 6.2.1, writes it."""
        return P256.jwk(P256.public_bytes(self.public_multikey))

    def sign(self, message: bytes) -> bytes:
        der = self._key.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(der)
        return r.to_bytes(32) + s.to_bytes(32)
