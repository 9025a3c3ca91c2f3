"""A public key as text that says what kind of key it is.

https://www.w3.org/TR/controller-document/#Multikey
"""

from functools import lru_cache

from credkit import multibase
from credkit.errors import Fault, Malformed
from credkit.keys import ed25519
from credkit.keys.algorithm import Algorithm
from credkit.keys.curves import P256, P384


@lru_cache(maxsize=64)  # One status list stands behind many credentials: its seal is asked often.
def is_signed_by(public_multikey: str, signature: bytes, message: bytes) -> bool:
    """Did that key sign exactly `message`? As strict as `ed25519.holds` and `Curve.holds`.

    Malformed: not a Multikey of a kind that we know.
    """
    match read(public_multikey):
        case Algorithm.P256, public:
            return P256.holds(public, signature, message)
        case Algorithm.P384, public:
            return P384.holds(public, signature, message)
        case _, public:
            return ed25519.holds(public, signature, message)


def algorithm_of(public_multikey: str) -> Algorithm:
    """What kind of key it is. Malformed: not a Multikey of a kind that we know."""
    return read(public_multikey)[0]


@lru_cache(maxsize=1024)
def read(public_multikey: str) -> tuple[Algorithm, bytes]:
    """What kind of key it is, and its bytes. Malformed as in `algorithm_of`."""
    match multibase.decode(public_multikey)[:2]:
        case ed25519.MULTICODEC:
            return Algorithm.ED25519, ed25519.public_bytes(public_multikey)
        case P256.multicodec:
            return Algorithm.P256, P256.public_bytes(public_multikey)
        case P384.multicodec:
            return Algorithm.P384, P384.public_bytes(public_multikey)
    raise Malformed("a Multikey of a kind that we do not know", Fault.UNSUPPORTED)
