"""A document as statements, one line each, that can be signed and shown one by one.

A part of a document has other blank nodes than the whole, so each gets a name first: made up while
the parts are told apart, and then one that only the issuer's key can tell.
https://www.w3.org/TR/vc-di-ecdsa/#selective-disclosure-functions
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from credkit import multibase, rdf
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.proofs.pointers import select
from credkit.rdf import Quad, Term

MOST = 4_096
_SKOLEM = "urn:bnid:"


@dataclass(frozen=True)
class Statements:
    """All that a document says. Make it with `Statements.of`.

    `lines`: canonical N-Quads, sorted, with random names for the blank nodes.
    """

    lines: tuple[str, ...]
    _skolemized: Json
    _labels: Mapping[str, str]

    @classmethod
    def of(cls, document: Json, hmac_key: bytes) -> "Statements":
        """Malformed: too many statements, a graph or a list without a name, or as in
        `canonical.rdfc`."""
        skolemized = _skolemized(document)
        quads = _deskolemized(skolemized)
        check_number(len(quads))
        found = rdf.canonicalize(quads)
        if found.lines != rdf.canonicalize(rdf.quads(document)).lines:
            raise Malformed("a document whose parts cannot be told apart", Fault.DISCLOSURE)
        labels = {
            ours: "_:" + multibase.to_base64url(random_name(hmac_key, name))
            for ours, name in found.labels.items()
        }
        return cls(_lines(quads, labels), skolemized, labels)

    def selected(self, pointers: Sequence[str]) -> set[str]:
        """The lines of the part that these JSON pointers select."""
        if not pointers:
            return set()
        return set(_lines(_deskolemized(select(self._skolemized, pointers)), self._labels))

    def names_in(self, pointers: Sequence[str]) -> dict[int, bytes]:
        """For the blank nodes of that part: the number that a reader will give to each (c14n7 is
        7), and its random name."""
        labels = rdf.canonicalize(_deskolemized(select(self._skolemized, pointers))).labels
        return {
            _number(name): multibase.decode(self._labels[ours].removeprefix("_:"))
            for ours, name in labels.items()
        }


def named_lines(document: Json, names: Mapping[int, bytes]) -> tuple[str, ...]:
    """What is shown, as lines, if its blank nodes have these names (as from `names_in`).

    Malformed: other blank nodes than those, or as in `canonical.rdfc`.
    """
    quads = rdf.quads(document)
    check_number(len(quads))
    numbers = {ours: _number(name) for ours, name in rdf.canonicalize(quads).labels.items()}
    if set(numbers.values()) != names.keys():
        raise Malformed("names for other blank nodes than are shown", Fault.DISCLOSURE)
    return _lines(
        quads,
        {ours: "_:" + multibase.to_base64url(names[number]) for ours, number in numbers.items()},
    )


def check_number(statements: int) -> None:
    """Each costs a signature to make and to check."""
    if statements > MOST:
        raise Malformed(f"more than {MOST} statements", Fault.TOO_MUCH)


def random_name(hmac_key: bytes, canonical_name: str) -> bytes:
    """Section 3.4.4: shuffled for whoever does not have the key, the same for who does."""
    return hmac.digest(hmac_key, canonical_name.removeprefix("_:").encode(), hashlib.sha256)


def _lines(quads: Sequence[Quad], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({rdf.write(quad, labels) for quad in quads}))


def _number(canonical_name: str) -> int:
    return int(canonical_name.removeprefix("_:c14n"))


def _skolemized(document: Json) -> Json:
    """The document with a name for every node, so that its parts can be told apart."""
    named: Json = _with_names(document, count())
    return named


def _with_names(value: Any, numbers: Iterator[int]) -> Any:
    match value:
        case list():
            return [_with_names(item, numbers) for item in value]
        case dict() if "@value" not in value:
            inner = {
                name: member if name == "@context" else _with_names(member, numbers)
                for name, member in value.items()
            }
            return inner | {"id": _name_for(value.get("id"), numbers)}
    return value


def _name_for(given: object, numbers: Iterator[int]) -> object:
    if given is None:
        return f"{_SKOLEM}-{next(numbers)}"
    if isinstance(given, str) and given.startswith("_:"):
        return _SKOLEM + given[2:]
    if isinstance(given, str) and given.startswith(_SKOLEM):
        raise Malformed(f"an address that is reserved: {given}")
    return given


def _deskolemized(document: Json) -> list[Quad]:
    """Its quads, with blank nodes again where names were made up."""
    quads = rdf.quads(document)
    if any(term["type"] == "blank node" for quad in quads for term in quad.terms()):
        raise Malformed("a graph or a list without a name cannot be shown in parts")
    return [Quad(*map(_deskolemized_term, quad.terms())) for quad in quads]


def _deskolemized_term(term: Term) -> Term:
    if term["type"] == "IRI" and term["value"].startswith(_SKOLEM):
        return {"type": "blank node", "value": "_:" + term["value"].removeprefix(_SKOLEM)}
    return term
