"""A public key as text that says what kind of key it is.

https://www.w3.org/TR/controller-document/#Multikey
"""

from functools import lru_cache

from credkit import multibase
from credkit.errors import Fault, Malformed
from credkit.keys import ed25519, p256
from credkit.keys.algorithm import Algorithm


@lru_cache(maxsize=64)  # One status list stands behind many credentials: its seal is asked often.
def is_signed_by(public_multikey: str, signature: bytes, message: bytes) -> bool:
    """Did that key sign exactly `message`? As strict as `ed25519.holds` and `p256.holds`.

    Malformed: not a Multikey of a kind that we know.
    """
    algorithm, public = _read(public_multikey)
    if algorithm is Algorithm.P256:
        return p256.holds(public, signature, message)
    return ed25519.holds(public, signature, message)


def algorithm_of(public_multikey: str) -> Algorithm:
    """What kind of key it is. Malformed: not a Multikey of a kind that we know."""
    return _read(public_multikey)[0]


@lru_cache(maxsize=1024)
def _read(public_multikey: str) -> tuple[Algorithm, bytes]:
    codec = multibase.decode(public_multikey)[:2]
    if codec == ed25519.MULTICODEC:
        return Algorithm.ED25519, ed25519.public_bytes(public_multikey)
    if codec == p256.MULTICODEC:
        return Algorithm.P256, p256.public_bytes(public_multikey)
    raise Malformed("a Multikey of a kind that we do not know", Fault.UNSUPPORTED)
