"""Keys as files: 32 secret bytes each, encrypted; the public half beside it, for all to read."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from conferral.foundation.refusal import Refused
from conferral.foundation.vault.sealing import Wrapper, is_sealed, unseal
from credkit.keys import Algorithm, LocalSigner, P256Signer, Secp256k1Signer, Signer

_SECRET_BYTES = 32  # A seed of Ed25519; for the curves of ECDSA, a secret number.
_PLAIN = re.compile(r"[0-9a-f]{64}")
_WRAPPER = "kek"
_NOT_OURS = {_WRAPPER, "secret"}  # Key files of others in the same folder.


def signer(name: str, algorithm: Algorithm) -> Signer:
    """Refused when its file is missing, damaged, not encrypted, or under an unknown key."""
    path = _path(name)
    if not path.exists():
        raise Refused(f"The private key {name!r} is missing. Run: conferral setup")
    kept = path.read_text(errors="replace").strip()
    if _PLAIN.fullmatch(kept):
        raise Refused(f"The private key {name!r} is not encrypted yet. Run: conferral setup")
    return _signer(unseal(kept, name, _wrappers()), algorithm)


def create(name: str) -> None:
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        sealed = _wrappers()[0].seal(secrets.token_bytes(_SECRET_BYTES), name)
        _write_once(path, f"{sealed}\n")


def publish(name: str, multikey: str) -> None:
    """Keep the public half where processes find it that have no business with the private."""
    path = _public_path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists() or path.read_text().strip() != multikey:
        _replace(path, f"{multikey}\n")


def published(name: str) -> str:
    path = _public_path(name)
    if not path.exists():
        raise Refused(f"The public key {name!r} is missing. Run: conferral setup")
    return path.read_text().strip()


def encrypt_plain() -> list[str]:
    """Encrypt what is not encrypted yet, in its place. Return the names."""
    plain = [name for name, kept in _all() if _PLAIN.fullmatch(kept)]
    for name in plain:
        secret = bytes.fromhex(_path(name).read_text().strip())
        _replace(_path(name), f"{_wrappers()[0].seal(secret, name)}\n")
    return plain


def rewrap() -> list[str]:
    """Encrypt all under the first wrapper. Each file is replaced whole; a crash leaves both kinds,
    which can both be read while KEY_ENCRYPTION_KEY_OLD is set."""
    sealed = [(name, unseal(kept, name, _wrappers())) for name, kept in _all() if is_sealed(kept)]
    for name, secret in sealed:
        _replace(_path(name), f"{_wrappers()[0].seal(secret, name)}\n")
    return [name for name, _ in sealed]


def ensure_key_encryption_key(*, make: bool) -> None:
    path = _path(_WRAPPER)
    if make and not settings.KEY_ENCRYPTION_KEY and not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, f"{secrets.token_hex(_SECRET_BYTES)}\n")
    _wrappers()


def _signer(secret: bytes, algorithm: Algorithm) -> Signer:
    match algorithm:
        case Algorithm.P256:
            return P256Signer(secret)
        case Algorithm.SECP256K1:
            return Secp256k1Signer(secret)
    return LocalSigner(secret)


def _wrappers() -> list[Wrapper]:
    """The key-encryption key of today, and the one before it if it is still known."""
    current = settings.KEY_ENCRYPTION_KEY or _kept_beside()
    if not current:
        raise Refused(
            "Private keys are kept encrypted, and there is no key to encrypt them with. Set "
            "KEY_ENCRYPTION_KEY_FILE to a file of 64 hexadecimal digits (openssl rand -hex 32) "
            "that is kept elsewhere; or try things out with: conferral setup --local-key"
        )
    texts = current, settings.KEY_ENCRYPTION_KEY_OLD or (current and _kept_beside())
    return [Wrapper.of(text) for text in texts if text]


def _kept_beside() -> str:
    path = _path(_WRAPPER)
    return path.read_text().strip() if path.exists() else ""


def _all() -> Iterator[tuple[str, str]]:
    for path in sorted(_path(_WRAPPER).parent.glob("*.key")):
        if path.stem not in _NOT_OURS:
            yield path.stem, path.read_text(errors="replace").strip()


def _write_once(path: Path, text: str) -> None:
    # Written whole beside its place, then linked: a crash leaves no half key, a race one key.
    fresh = _written_beside(path, text)
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def _replace(path: Path, text: str) -> None:
    # Whole or not at all: never is there a moment without the key.
    _written_beside(path, text).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _written_beside(path: Path, text: str) -> Path:
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _path(name: str) -> Path:
    return Path(settings.CONFERRAL_HOME) / "keys" / f"{name}.key"


def _public_path(name: str) -> Path:
    return Path(settings.CONFERRAL_HOME) / "keys" / f"{name}.pub"
