"""What stands in the proofValue of ecdsa-sd-2023: one kind for the holder, one for a verifier.

https://www.w3.org/TR/vc-di-ecdsa/#serializebaseproofvalue
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from credkit import cbor, multibase
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, algorithm_of
from credkit.proofs.statements import check_number

_BASE, _DERIVED = b"\xd9\x5d\x00", b"\xd9\x5d\x01"


@dataclass(frozen=True)
class Signatures:
    """By the issuer, over all that is mandatory; by the document's own key, over each of the
    other statements. `public`: that key, as the bytes of its Multikey."""

    base: bytes
    public: bytes
    statements: tuple[bytes, ...]


@dataclass(frozen=True)
class BaseProof:
    """The holder's. `mandatory`: JSON pointers to what is always shown."""

    signatures: Signatures
    hmac_key: bytes
    mandatory: tuple[str, ...]

    def to_text(self) -> str:
        signatures = self.signatures
        return _to_text(
            _BASE,
            [
                signatures.base,
                signatures.public,
                self.hmac_key,
                [*signatures.statements],
                [*self.mandatory],
            ],
        )


@dataclass(frozen=True)
class DerivedProof:
    """A verifier's. `mandatory`: which of the lines that are shown are so, by their numbers."""

    signatures: Signatures
    names: Mapping[int, bytes]
    mandatory: tuple[int, ...]

    def to_text(self) -> str:
        signatures = self.signatures
        return _to_text(
            _DERIVED,
            [
                signatures.base,
                signatures.public,
                [*signatures.statements],
                {**self.names},
                [*self.mandatory],
            ],
        )


def read(proof: Json) -> BaseProof | DerivedProof:
    """Malformed: not the one canonical form of either kind."""
    value = proof.get("proofValue")
    if not (isinstance(value, str) and value.startswith("u")):
        raise Malformed("a proofValue is base64url text")
    data = multibase.decode(value)
    content = cbor.decode(data[3:])
    match data[:3], content:
        case b"\xd9\x5d\x00", [base, public, bytes(hmac_key), signatures, list(mandatory)]:
            return BaseProof(_signatures(base, public, signatures), hmac_key, _pointers(mandatory))
        case b"\xd9\x5d\x01", [base, public, signatures, dict(names), list(mandatory)]:
            return DerivedProof(
                _signatures(base, public, signatures), _names(names), _numbers(mandatory)
            )
    raise Malformed("not the content of an ecdsa-sd-2023 proof")


def _to_text(prefix: bytes, content: list[cbor.Value]) -> str:
    return multibase.to_base64url(prefix + cbor.encode(content))


def _signatures(base: cbor.Value, public: cbor.Value, statements: cbor.Value) -> Signatures:
    if not (isinstance(base, bytes) and isinstance(public, bytes) and isinstance(statements, list)):
        raise Malformed("not the content of an ecdsa-sd-2023 proof")
    check_number(len(statements))
    if not all(isinstance(each, bytes) and len(each) == 64 for each in [base, *statements]):
        raise Malformed("a signature of another length than 64 bytes", Fault.SIGNATURE)
    if algorithm_of(multibase.to_base58btc(public)) is not Algorithm.P256:
        raise Malformed("a key for statements that is not P-256", Fault.KEY)
    return Signatures(base, public, tuple(cast("list[bytes]", statements)))


def _pointers(mandatory: list[cbor.Value]) -> tuple[str, ...]:
    if not all(isinstance(each, str) for each in mandatory):
        raise Malformed("pointers that are no texts")
    return tuple(cast("list[str]", mandatory))


def _names(names: dict[int, cbor.Value]) -> dict[int, bytes]:
    fit = (isinstance(each, bytes) and len(each) == 32 for each in names.values())
    if not all(fit) or min(names, default=0) < 0:
        raise Malformed("names of blank nodes that are none")
    found = cast("dict[int, bytes]", names)
    if len(set(found.values())) != len(found):
        raise Malformed("one name for two blank nodes")
    return found


def _numbers(mandatory: list[cbor.Value]) -> tuple[int, ...]:
    if not all(isinstance(each, int) and each >= 0 for each in mandatory):
        raise Malformed("numbers of lines that are none")
    found = cast("list[int]", mandatory)
    if found != sorted(set(found)):
        raise Malformed("numbers of lines out of order, or doubled")
    return tuple(found)
