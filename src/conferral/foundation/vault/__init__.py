"""Private keys by name. The import contracts say who may open this door.

Only a process that has said so may sign: the worker, and commands that do a worker's work. A web
process never does. Keys lie encrypted in files, or in a token that never lets them out (PKCS#11).
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from conferral.foundation.refusal import Refused
from conferral.foundation.vault import files, token
from conferral.foundation.vault.meter import METER
from credkit.keys import Algorithm, Signer

_PERMISSION = {"to sign": False}


def allow_signing() -> None:
    """Let this process sign from now on. For the start of a process, not for a request."""
    _PERMISSION["to sign"] = True


def signer(name: str, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    """The signer of that name, with a key of that kind.

    Refused in a process that does not sign, and when the key is missing, damaged, not encrypted
    yet, or encrypted under a key that we do not have. What it signs counts against the budget.
    """
    _insist_on_permission()
    return _opened(str(settings.CONFERRAL_HOME), name, algorithm)


def create(name: str, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    """Make a key unless there is one. An existing key is never overwritten."""
    _insist_on_permission()
    if settings.PKCS11_MODULE:
        token.create(name, algorithm)
    else:
        files.create(name)
    made = signer(name, algorithm)
    files.publish(name, made.public_multikey)
    return made


def public_multikey(name: str) -> str:
    """The public half, which any process may read. Refused where `create` has not been."""
    return files.published(name)


def encrypt_plain_files() -> list[str]:
    """Encrypt the key files of before there was encryption. Return their names."""
    return files.encrypt_plain()


def rewrap() -> list[str]:
    """Encrypt all key files anew, under the key-encryption key of today. Return their names."""
    return files.rewrap()


def ensure_key_encryption_key(*, beside_the_keys: bool) -> None:
    """Refused if there is none. `beside_the_keys`: then one is made, in their own folder."""
    if not settings.PKCS11_MODULE:
        files.ensure_key_encryption_key(make=beside_the_keys)


@dataclass(frozen=True)
class _Metered:
    """A signer that is counted."""

    inner: Signer

    @property
    def algorithm(self) -> Algorithm:
        return self.inner.algorithm

    @property
    def public_multikey(self) -> str:
        return self.inner.public_multikey

    def sign(self, message: bytes) -> bytes:
        METER.spend(settings.SIGNATURES_PER_MINUTE)
        return self.inner.sign(message)


@cache
def _opened(home: str, name: str, algorithm: Algorithm) -> Signer:
    """`home`: a key of the same name in another data directory is another key."""
    backend = token if settings.PKCS11_MODULE else files
    return _Metered(backend.signer(name, algorithm))


def _insist_on_permission() -> None:
    if not _PERMISSION["to sign"]:
        raise Refused("Signing is the worker's: this process has no business with private keys.")
