"""What kinds of keys there are, and what anything that signs must be able to do."""

from enum import StrEnum
from typing import Any, Protocol


class Algorithm(StrEnum):
    """A kind of key; each kind signs in one way only."""

    ED25519 = "Ed25519"  # EdDSA, RFC 8032.
    P256 = "P-256"  # ECDSA with SHA-256, signatures as r and s of 32 bytes each (IEEE P1363).
    P384 = "P-384"  # ECDSA with SHA-384, 48 bytes each. For what others have signed.
    SECP256K1 = "secp256k1"  # ECDSA over a digest that is given, 32 bytes each. Anchors only.
    RSA = "RSA"  # RSASSA-PKCS1-v1_5 with SHA-256, at least 2048 bits.

    @property
    def hash_name(self) -> str:
        """The hash, as hashlib calls it, where a suite leaves it to the key (vc-di-ecdsa, 3)."""
        return "sha384" if self is Algorithm.P384 else "sha256"


class Signer(Protocol):
    """Something that can sign: a key in memory here, a key service elsewhere."""

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def public_multikey(self) -> str: ...

    def sign(self, message: bytes) -> bytes: ...


class TokenSigner(Protocol):
    """Something that can sign tokens: its public key is known as a JWK (RFC 7517)."""

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def public_jwk(self) -> dict[str, Any]: ...

    def sign(self, message: bytes) -> bytes: ...
