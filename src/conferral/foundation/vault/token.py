"""Keys in a token that signs by itself and never lets them out: PKCS#11.

https://docs.oasis-open.org/pkcs11/pkcs11-spec/v3.1/pkcs11-spec-v3.1.html
"""

import importlib
import threading
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings

from conferral.foundation.refusal import NotNow, Refused
from credkit.keys import Algorithm, ed25519
from credkit.keys.curves import P256

# EC_PARAMS, in DER: a PrintableString (PKCS#11 3.0, section 2.3.10) and an OID.
_CURVES = {
    Algorithm.ED25519: b"\x13\x0cedwards25519",
    Algorithm.P256: bytes.fromhex("06082a8648ce3d030107"),
}
_ONE_AT_A_TIME = threading.RLock()  # A session is not for several threads.


@dataclass(frozen=True)
class HardwareSigner:
    """A key that stays in the token."""

    name: str
    algorithm: Algorithm
    public_multikey: str

    def sign(self, message: bytes) -> bytes:
        """NotNow if the token does not answer: what waits for a signature waits on."""
        pkcs11 = _library()
        with _ONE_AT_A_TIME:
            try:
                return self._sign(message, pkcs11.Mechanism)
            except pkcs11.exceptions.PKCS11Error as error:
                _forget_session()
                raise NotNow(f"The token does not sign ({type(error).__name__}).") from None

    def _sign(self, message: bytes, mechanism: Any) -> bytes:
        key = _private_key(self.name)
        if self.algorithm is Algorithm.P256:  # The token's answer is r and s, as ours is.
            return bytes(key.sign(sha256(message).digest(), mechanism=mechanism.ECDSA))
        return bytes(key.sign(message, mechanism=mechanism.EDDSA))


def signer(name: str, algorithm: Algorithm) -> HardwareSigner:
    """Refused when the token has no key of that name, or another kind of key."""
    pkcs11 = _library()
    with _ONE_AT_A_TIME:
        try:
            public = _session().get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, label=name)
        except pkcs11.exceptions.NoSuchKey:
            raise Refused(f"The token has no private key {name!r}. Run: conferral setup") from None
        except pkcs11.exceptions.PKCS11Error as error:
            _forget_session()
            raise NotNow(f"The token cannot be read ({type(error).__name__}).") from None
        point, curve = public[pkcs11.Attribute.EC_POINT], public[pkcs11.Attribute.EC_PARAMS]
    if curve != _CURVES[algorithm]:
        raise Refused(f"The token's key {name!r} is not of the kind {algorithm}.")
    return HardwareSigner(name, algorithm, _multikey(_from_octet_string(point), algorithm))


def create(name: str, algorithm: Algorithm) -> None:
    """Make a pair in the token unless it has one of that name. Refused: a kind it does not keep."""
    if algorithm not in _CURVES:
        raise Refused(f"Keys of the kind {algorithm} are kept in files only, not in a token.")
    pkcs11 = _library()
    with _ONE_AT_A_TIME:
        session = _session()
        wanted = {pkcs11.Attribute.LABEL: name, pkcs11.Attribute.CLASS: _private_class()}
        if any(True for _ in session.get_objects(wanted)):
            return
        edwards = algorithm is Algorithm.ED25519
        parameters = session.create_domain_parameters(
            pkcs11.KeyType.EC_EDWARDS if edwards else pkcs11.KeyType.EC,
            {pkcs11.Attribute.EC_PARAMS: _CURVES[algorithm]},
            local=True,
        )
        never_out = {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}
        parameters.generate_keypair(label=name, store=True, private_template=never_out)


def _private_key(name: str) -> Any:
    return _session().get_key(object_class=_private_class(), label=name)


def _private_class() -> Any:
    return _library().ObjectClass.PRIVATE_KEY


def _session() -> Any:
    return _opened(settings.PKCS11_MODULE, settings.PKCS11_TOKEN)


@cache
def _opened(module: str, label: str) -> Any:
    """One session for the life of the process. Refused if it cannot be had; the PIN is not told."""
    pkcs11 = _library()
    try:
        found = pkcs11.lib(module).get_token(token_label=label)
        try:
            return found.open(rw=True, user_pin=str(settings.PKCS11_PIN).strip())
        except pkcs11.exceptions.UserAlreadyLoggedIn:
            return found.open(rw=True)  # A session that was lost is still known to the token.
    except (pkcs11.exceptions.PKCS11Error, RuntimeError) as error:
        raise Refused(
            f"The token {label!r} cannot be opened ({type(error).__name__}). Look at "
            "PKCS11_MODULE, PKCS11_TOKEN and PKCS11_PIN."
        ) from None


def _forget_session() -> None:
    """Whatever state it is in, the next use opens its own."""
    _opened.cache_clear()


@cache
def _library() -> Any:
    # Only who has a token needs it, so it is imported only for them.
    try:
        return importlib.import_module("pkcs11")
    except ImportError:
        raise Refused("To use a token, install: pip install conferral[hsm]") from None


def _multikey(point: bytes, algorithm: Algorithm) -> str:
    if algorithm is Algorithm.ED25519:
        return ed25519.multikey(point)
    x, y = point[1:33], point[33:]  # Uncompressed: SEC 1, section 2.3.3.
    return P256.multikey(P256.from_coordinates(x, y))


def _from_octet_string(der: bytes) -> bytes:
    # The point is at most 65 bytes long, so its length is always one byte.
    if der[:1] != b"\x04" or len(der) != der[1] + 2:
        raise Refused("The token gives a public key in a form that we cannot read.")
    return der[2:]
