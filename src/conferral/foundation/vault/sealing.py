"""A secret under a key-encryption key: AES-256-GCM (NIST SP 800-38D), bound to its name.

Whoever swaps two files, or takes one under an old key for one under the new, is found out: name
and key are authenticated with the secret.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conferral.foundation.refusal import Refused

_FORMAT = "conferral-sealed-key/1"
_SEALED = re.compile(rf"{_FORMAT} ([0-9a-f]{{16}}) ([A-Za-z0-9+/=]+)")
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Wrapper:
    """A key-encryption key. Its id tells it from others and nothing about itself."""

    key: bytes = field(repr=False)

    @classmethod
    def of(cls, text: str) -> "Wrapper":
        """From 64 hexadecimal digits; Refused, without repeating them, if it is anything else."""
        if not _HEX.fullmatch(text.strip()):
            raise Refused("The key-encryption key must be 64 hexadecimal digits.")
        return cls(bytes.fromhex(text.strip()))

    @property
    def id(self) -> str:
        return sha256(b"conferral key-encryption key id" + self.key).hexdigest()[:16]

    def seal(self, secret: bytes, name: str) -> str:
        """One line of text that only this key opens, and only under this name."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + AESGCM(self.key).encrypt(nonce, secret, self._bound_to(name))
        return f"{_FORMAT} {self.id} {base64.b64encode(sealed).decode()}"

    def open(self, sealed: bytes, name: str) -> bytes:
        """InvalidTag if it is damaged or was sealed under another name."""
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return AESGCM(self.key).decrypt(nonce, ciphertext, self._bound_to(name))

    def _bound_to(self, name: str) -> bytes:
        return f"{_FORMAT} {self.id} {name}".encode()


def is_sealed(text: str) -> bool:
    return text.startswith(_FORMAT)


def unseal(text: str, name: str, wrappers: Iterable[Wrapper]) -> bytes:
    """The secret in a line that one of the wrappers made. Refused, saying what to do, if not."""
    found = _SEALED.fullmatch(text.strip())
    if found is None:
        raise _damaged(name)
    wrapper = next((each for each in wrappers if each.id == found[1]), None)
    if wrapper is None:
        raise Refused(
            f"The private key {name!r} is encrypted under another key-encryption key. Set "
            "KEY_ENCRYPTION_KEY (or KEY_ENCRYPTION_KEY_OLD) to that one."
        )
    try:
        return wrapper.open(base64.b64decode(found[2], validate=True), name)
    except (InvalidTag, ValueError, binascii.Error):
        raise _damaged(name) from None


def _damaged(name: str) -> Refused:
    return Refused(f"The private key {name!r} is damaged: restore {name}.key from a backup.")
