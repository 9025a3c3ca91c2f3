"""Ed25519: the key of everything that we issue by ourselves (RFC 8032)."""

from functools import lru_cache

from nacl import bindings
from nacl.exceptions import BadSignatureError

from credkit import multibase
from credkit.errors import Malformed
from credkit.keys.algorithm import Algorithm

MULTICODEC = b"\xed\x01"


class LocalSigner:
    """An Ed25519 key in this process's memory, made from its 32-byte seed (RFC 8032, 5.1.5)."""

    algorithm = Algorithm.ED25519

    def __init__(self, seed: bytes) -> None:
        if len(seed) != 32:
            raise Malformed("an Ed25519 seed has 32 bytes")
        public, self._secret = bindings.crypto_sign_seed_keypair(seed)
        self.public_multikey = multikey(public)

    def __repr__(self) -> str:
        return f"LocalSigner({self.public_multikey})"

    def sign(self, message: bytes) -> bytes:
        return bindings.crypto_sign(message, self._secret)[:64]


def multikey(public: bytes) -> str:
    """32 raw public bytes as a Multikey text."""
    return multibase.to_base58btc(MULTICODEC + public)


def public_bytes(public_multikey: str) -> bytes:
    """The 32 raw public bytes behind an Ed25519 Multikey; Malformed if it is anything else."""
    raw = multibase.decode(public_multikey)
    if not (raw.startswith(MULTICODEC) and len(raw) == 34):
        raise Malformed("not an Ed25519 Multikey")
    return raw[2:]


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Strict RFC 8032: weak keys, mixed-order points and a non-canonical S never verify.

    Two verifiers that are lax in different ways could disagree about one signature; this one
    accepts only what an honest signer can make (H. Chalkias et al., "Taming the many EdDSAs").
    """
    if len(signature) != 64 or not _is_sound(public):
        return False
    try:
        bindings.crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True


@lru_cache(maxsize=1024)
def _is_sound(public: bytes) -> bool:
    # Canonical, on the curve and in the prime-order subgroup. A multiplication: remembered.
    return bool(bindings.crypto_core_ed25519_is_valid_point(public))
