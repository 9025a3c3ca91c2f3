"""COSE_Sign1: a message with one signature (RFC 9052, section 4.2; algorithms: RFC 9053).

Tagged, its payload inside, and its protected header in the one deterministic spelling. No header
parameter is critical to us, so a message that calls one critical is refused.
"""

from dataclasses import dataclass

from credkit import cbor
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, Signer, algorithm_of, is_signed_by

_TAG = b"\xd2"  # 18.
_ALGORITHM, _CRITICAL, _KEY_ID = 1, 2, 4  # RFC 9052, section 3.1.
_ALGORITHMS = {Algorithm.P256: -7, Algorithm.ED25519: -8, Algorithm.P384: -35}
_CONTEXT = "Signature1"


@dataclass(frozen=True)
class Message:
    """As it was read; nothing is checked. `protected`: as bytes, which are signed."""

    algorithm: int
    key_id: bytes
    protected: bytes
    payload: bytes
    signature: bytes

    def is_signed_by(self, public_multikey: str, external: bytes = b"") -> bool:
        """Did that key sign it, together with `external`? Malformed: not a Multikey."""
        if _ALGORITHMS.get(algorithm_of(public_multikey)) != self.algorithm:
            return False
        signed = _to_be_signed(self.protected, external, self.payload)
        return is_signed_by(public_multikey, self.signature, signed)


def sign(payload: bytes, signer: Signer, *, key_id: bytes = b"", external: bytes = b"") -> bytes:
    """The message. `external`: what is signed with it and told elsewhere (section 4.3)."""
    header: dict[int, cbor.Value] = {_ALGORITHM: _ALGORITHMS[signer.algorithm]}
    protected = cbor.encode(header | ({_KEY_ID: key_id} if key_id else {}))
    signature = signer.sign(_to_be_signed(protected, external, payload))
    return _TAG + cbor.encode([protected, {}, payload, signature])


def read(message: bytes) -> Message:
    """Malformed: not a tagged COSE_Sign1 as we read it."""
    if not message.startswith(_TAG):
        raise Malformed("not a COSE_Sign1 message")
    match cbor.decode(message[len(_TAG) :]):
        case [bytes(protected), dict(beside), bytes(payload), bytes(signature)]:
            header = _header(protected)
        case _:
            raise Malformed("not a COSE_Sign1 message")
    if header.keys() & beside.keys():
        raise Malformed("a header parameter twice", Fault.HEADER)
    match header.get(_ALGORITHM), (header | beside).get(_KEY_ID, b""):
        case int(algorithm), bytes(key_id):
            return Message(algorithm, key_id, protected, payload, signature)
    raise Malformed("a message whose algorithm is not protected", Fault.HEADER)


def _header(protected: bytes) -> dict[int, cbor.Value]:
    header = cbor.decode(protected)
    if not isinstance(header, dict) or cbor.encode(header) != protected:
        raise Malformed("a header that is no map, or not in the one order", Fault.ENCODING)
    if _CRITICAL in header:
        raise Malformed("a header with something critical that we do not know", Fault.HEADER)
    return header


def _to_be_signed(protected: bytes, external: bytes, payload: bytes) -> bytes:
    """The Sig_structure (section 4.4)."""
    return cbor.encode([_CONTEXT, protected, external, payload])
