"""Private keys by name. The import contracts say who may open this door."""

import os
import re
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from conferral.foundation.refusal import Refused
from credkit.keys import Algorithm, LocalSigner, P256Signer, Signer

_SEED_BYTES = 32  # A seed of Ed25519; for P-256, its secret number.
_SEED = re.compile(r"[0-9a-f]{64}")


@cache
def signer(name: str, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    """The signer of that name, with a key of that kind.

    Refused when its key file is missing or not 32 bytes of hex.
    """
    path = _path(name)
    if not path.exists():
        raise Refused(f"The private key {name!r} is missing. Run: conferral setup")
    if not _SEED.fullmatch(kept := path.read_text().strip()):
        raise Refused(f"The private key {name!r} is damaged: restore {path.name} from a backup.")
    secret = bytes.fromhex(kept)
    return P256Signer(secret) if algorithm is Algorithm.P256 else LocalSigner(secret)


def create(name: str, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    """Make a key unless there is one. An existing key is never overwritten."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _write_once(path, secrets.token_hex(_SEED_BYTES) + "\n")
    return signer(name, algorithm)


def _write_once(path: Path, text: str) -> None:
    # Written whole beside its place, then linked: a crash leaves no half key, a race one key.
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def _path(name: str) -> Path:
    return Path(settings.CONFERRAL_HOME) / "keys" / f"{name}.key"
