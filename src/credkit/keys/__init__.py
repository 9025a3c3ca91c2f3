"""Keys: signers that may live anywhere, public keys that are text (Multikey) or JSON (JWK)."""

from credkit.keys.algorithm import Algorithm, Signer, TokenSigner
from credkit.keys.ed25519 import LocalSigner, multikey, public_bytes
from credkit.keys.multikeys import algorithm_of, is_signed_by
from credkit.keys.p256 import P256Signer
from credkit.keys.rsa import RsaSigner
from credkit.keys.secp256k1 import Secp256k1Signer

__all__ = [
    "Algorithm",
    "LocalSigner",
    "P256Signer",
    "RsaSigner",
    "Secp256k1Signer",
    "Signer",
    "TokenSigner",
    "algorithm_of",
    "is_signed_by",
    "multikey",
    "public_bytes",
]
