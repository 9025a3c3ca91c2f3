"""Terms and quads, and how canonical N-Quads writes them.

https://www.w3.org/TR/rdf-canon/#canonical-quads
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Term = Mapping[str, str]  # PyLD's: type and value; a literal also datatype, perhaps language.

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
# RDFC-1.0 section 5 escapes more than PyLD does: all of C0 and DEL.
_SHORT_ESCAPES = {"\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}
_ESCAPES = {code: f"\\u{code:04X}" for code in [*range(0x20), 0x7F]} | {
    ord(character): f"\\{letter}" for character, letter in _SHORT_ESCAPES.items()
}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff]*\Z")
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')


@dataclass(frozen=True)
class Quad:
    subject: Term
    predicate: Term
    object: Term
    graph: Term | None = None

    def terms(self) -> Iterator[Term]:
        yield from (self.subject, self.predicate, self.object)
        if self.graph is not None:
            yield self.graph


def is_iri(text: str) -> bool:
    """Is it absolute, and free of what would end or break an IRI in N-Quads?"""
    return bool(_IRI.match(text))


def escape(text: str) -> str:
    """`text` between the quotes of a canonical N-Quads literal (RDFC-1.0, section 5)."""
    return text.translate(_ESCAPES) if _NEEDS_ESCAPE.search(text) else text


def term(value: Term) -> str:
    """One term in canonical N-Quads."""
    match value["type"]:
        case "IRI":
            return f"<{value['value']}>"
        case "blank node":
            return value["value"]
    quoted = f'"{escape(value["value"])}"'
    if "language" in value:
        return f"{quoted}@{value['language']}"
    if value["datatype"] == _XSD_STRING:
        return quoted
    return f"{quoted}^^<{value['datatype']}>"
