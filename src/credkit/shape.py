"""A document with slots, compiled once: fill them, and the canonical bytes come almost for free.

JSON-LD processing takes milliseconds and gives the same graph for every credential of a shape,
but for the words in it. So it runs once, with a sentinel in each slot; what comes out is the
text of the canonical N-Quads with slots in it. A filled slot only has to be escaped, and the
lines sorted. That this gives the very bytes of RDFC-1.0 rests on two rules that `compile`
enforces: no blank nodes, and no slot where a value could change how JSON-LD reads a term.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from credkit import rdf
from credkit.canonical import Json, jcs
from credkit.errors import Malformed

_SLOT = re.compile("\ufdd0([a-z][a-z0-9_]*)\ufdd1")
_SENTINEL = re.compile(r"urn:slot:([a-z][a-z0-9_]*):end")
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# JSON-LD gives numbers and JSON their own canonical form, so such a text need not stay as it is.
_REWRITTEN = frozenset(
    [
        "http://www.w3.org/2001/XMLSchema#double",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON",
    ]
)

# A whole address: only schemes that no context uses as a prefix.
_ADDRESS = re.compile(r"(https?|did|urn|mailto|data):[!#-;=?-Z\[\]_a-z~]+\Z")
_PART_OF_ADDRESS = re.compile(r"[!#-;=?-Z\[\]_a-z~]*\Z")


def slot(name: str) -> str:
    """The place in a template that `name` will fill: a whole string, or a part of one.

    It is set in noncharacters, which Unicode keeps out of any text for interchange.
    """
    text = f"\ufdd0{name}\ufdd1"
    if not _SLOT.fullmatch(text):
        raise ValueError(f"not a slot's name: {name!r}")
    return text


@dataclass(frozen=True)
class Shape:
    """What all credentials of one kind have in common. Make one with `Shape.compile`."""

    template: Json
    slots: frozenset[str]
    _addresses: Mapping[str, re.Pattern[str]]  # The slots that stand in an IRI, and what fits.
    _json: str  # The document as JSON text, with %(name)s for each slot.
    _open_lines: str  # The N-Quads that have slots, likewise.
    _closed_lines: tuple[bytes, ...]  # Those that have none, sorted.

    @classmethod
    def compile(cls, template: Json) -> "Shape":
        """Read the template as JSON-LD, once.

        Malformed, naming the culprit: as in `canonical.check_terms`; also a blank node, a slot
        in a member's name, type, predicate or datatype, and a slot that RDF would not contain.
        """
        slots = frozenset(_names_in(template))
        patterns, addresses = _read(template)
        lost = slots - {name for pattern in patterns for name in pattern.slots}
        if lost:
            raise Malformed(f"slots that would not be signed: {', '.join(sorted(lost))}")
        return cls(
            template=template,
            slots=slots,
            _addresses=addresses,
            _json=_as_format(json.dumps(template, ensure_ascii=False), _SLOT),
            _open_lines="\n".join(sorted({each.text for each in patterns if each.slots})),
            _closed_lines=tuple(
                sorted({(each.text % {}).encode() for each in patterns if not each.slots})
            ),
        )

    def fill(self, values: Mapping[str, str]) -> Json:
        """The unsecured document. Malformed if a slot is missing, unknown or cannot hold it."""
        self._check(values)
        document: Json = orjson.loads(self._json % _in_quotes(values))
        return document

    def canonical(self, values: Mapping[str, str]) -> bytes:
        """The RDFC-1.0 canonical N-Quads of `fill(values)`. Malformed as in `fill`."""
        self._check(values)
        # Equal values can make two lines one: RDF knows no doubles.
        lines = list(dict.fromkeys((*self._closed_lines, *self._open(values))))
        lines.sort()  # By code points, which is how UTF-8 sorts.
        lines.append(b"")
        return b"\n".join(lines)

    def digest(self, values: Mapping[str, str]) -> bytes:
        """SHA-256 of `canonical(values)`: what a Data Integrity proof signs."""
        return hashlib.sha256(self.canonical(values)).digest()

    def _open(self, values: Mapping[str, str]) -> list[bytes]:
        if not self._open_lines:
            return []
        escaped = {name: rdf.escape(value) for name, value in values.items()}
        # One formatting for all lines: an escaped value contains no line feed.
        try:
            return (self._open_lines % escaped).encode().split(b"\n")
        except UnicodeEncodeError as error:
            raise Malformed("a lone surrogate is not text") from error

    def _check(self, values: Mapping[str, str]) -> None:
        _check_names(values, self.slots)
        for name, fits in self._addresses.items():
            if not fits.match(values[name]):
                raise Malformed(f"slot {name} cannot hold {values[name]!r}: not an address")


@dataclass(frozen=True)
class Form:
    """A JSON object with slots, as RFC 8785 writes it. Make one with `Form.of`.

    Members are sorted by their names, and no name has a slot: so filling the text gives the
    canonical bytes, without making the object.
    """

    slots: frozenset[str]
    _text: str  # With %(name)s for each slot.

    @classmethod
    def of(cls, template: Json) -> "Form":
        """Malformed: a slot in a member's name, or not canonical JSON (see `canonical.jcs`)."""
        slots = frozenset(_names_in(template))
        return cls(slots, _as_format(jcs(template).decode(), _SLOT))

    def fill(self, values: Mapping[str, str]) -> bytes:
        """`canonical.jcs` of the filled template. Malformed if a slot is missing or unknown."""
        _check_names(values, self.slots)
        return (self._text % _in_quotes(values)).encode()


@dataclass(frozen=True)
class _Line:
    """One N-Quad as a format text, and the slots in it."""

    text: str
    slots: frozenset[str]


def _check_names(values: Mapping[str, str], slots: frozenset[str]) -> None:
    if values.keys() != slots:
        odd = ", ".join(sorted(values.keys() ^ slots))
        raise Malformed(f"slots missing or unknown: {odd}")


def _in_quotes(values: Mapping[str, str]) -> dict[str, str]:
    """Each value as it stands between the quotes of a JSON text."""
    try:
        return {name: orjson.dumps(value)[1:-1].decode() for name, value in values.items()}
    except TypeError as error:
        raise Malformed(f"not text: {error}") from error


def _names_in(value: object) -> Iterator[str]:
    match value:
        case str():
            if _SENTINEL.search(value):
                raise Malformed(f"reserved for compiling: {value!r}")
            yield from _SLOT.findall(value)
        case dict():
            for key, member in value.items():
                if _SLOT.search(key):
                    raise Malformed(f"a slot in a member's name: {key!r}")
                yield from _names_in(member)
        case list():
            for item in value:
                yield from _names_in(item)


def _read(template: Json) -> tuple[list[_Line], dict[str, re.Pattern[str]]]:
    addresses: dict[str, re.Pattern[str]] = {}
    lines = []
    for quad in rdf.quads(_with_sentinels(template)):
        _refuse(quad)
        for term in quad.terms():
            if term["type"] == "IRI":
                _note_addresses(term["value"], addresses)
        text = " ".join([*map(rdf.term, quad.terms()), "."])
        names = frozenset(_SENTINEL.findall(text))
        lines.append(_Line(_as_format(text, _SENTINEL), names))
    return lines, addresses


def _with_sentinels(value: Any) -> Any:
    """The template with words in its slots that fit everywhere: in text and as an address."""
    match value:
        case str():
            return _SLOT.sub(r"urn:slot:\1:end", value)
        case dict():
            return {key: _with_sentinels(member) for key, member in value.items()}
        case list():
            return [_with_sentinels(item) for item in value]
    return value


def _refuse(quad: rdf.Quad) -> None:
    for term in quad.terms():
        if term["type"] == "blank node":
            raise Malformed(
                f"a node without an id: {rdf.term(quad.subject)} {rdf.term(quad.object)}"
            )
    is_type = quad.predicate["value"] == _RDF_TYPE
    if _SENTINEL.search(quad.predicate["value"]) or (
        is_type and _SENTINEL.search(quad.object["value"])
    ):
        raise Malformed("a slot where a type or a term belongs")
    if quad.object.get("datatype") in _REWRITTEN and _SENTINEL.search(quad.object["value"]):
        raise Malformed(f"a slot in a value that JSON-LD rewrites: {quad.predicate['value']}")
    for part in ("datatype", "language"):
        if _SENTINEL.search(quad.object.get(part, "")):
            raise Malformed(f"a slot in a {part}")


def _note_addresses(iri: str, addresses: dict[str, re.Pattern[str]]) -> None:
    for found in _SENTINEL.finditer(iri):
        before = iri[: found.start()]
        if before and ":" not in before:
            raise Malformed(f"a slot inside the scheme of an address: {iri}")
        # The stricter rule wins where one slot stands in several addresses.
        if not before:
            addresses[found[1]] = _ADDRESS
        addresses.setdefault(found[1], _PART_OF_ADDRESS)


def _as_format(text: str, slots: re.Pattern[str]) -> str:
    return slots.sub(r"%(\1)s", text.replace("%", "%%"))
