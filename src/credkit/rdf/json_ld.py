"""A JSON-LD document as RDF quads, and nothing of it lost on the way ("safe mode").

JSON-LD drops what it does not understand: an undefined term, a relative address, a direction.
What is dropped is not signed, so anyone could change it. Here it is an error instead.
https://www.w3.org/TR/vc-data-integrity/#transformations calls this detection of data loss.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from credkit import contexts
from credkit.errors import Malformed
from credkit.rdf import inline
from credkit.rdf.terms import Quad, Term, is_iri

MAX_DEPTH = 64
MAX_INTEGER = 2**53 - 1  # Beyond it JSON processors disagree about the value (RFC 7493, 2.2).
_KEYWORDS = frozenset(["@context", "@id", "@type", "@value", "@language"])
_NOWHERE = "https://relative.invalid/"  # What is relative falls in here, and is seen.
_BLANK = re.compile(r"_:[A-Za-z0-9][A-Za-z0-9_-]*\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")
_resolved: dict[str, Any] = {}  # PyLD's memory of processed contexts: at most the bundle.


def quads(document: Mapping[str, Any]) -> list[Quad]:
    """The document's quads, in no particular order.

    Malformed, naming the culprit: an undefined term or type, a relative or broken IRI, an
    unknown context or one of its own that could hide something (see `inline`), any keyword or
    number that would not survive the way into RDF.
    """
    return [
        Quad(triple["subject"], triple["predicate"], triple["object"], _graph_term(name))
        for name, triples in _triples(document).items()
        for triple in triples
    ]


def _triples(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """By graph name, as PyLD shapes them."""
    _check_json(document, 0)
    # What one document defines for itself is not remembered for the next.
    memory = dict(_resolved) if inline.check(document) else _resolved
    processor = jsonld.JsonLdProcessor(on_property_dropped=_refuse_term)
    options = {
        "base": _NOWHERE,
        "documentLoader": contexts.load,
        "contextResolver": ContextResolver(memory, contexts.load),
    }
    try:
        expanded = processor.expand(document, options)
        _check_expanded(expanded)
        triples: dict[str, list[dict[str, Any]]] = processor.to_rdf(expanded, options)
    except jsonld.JsonLdError as error:
        raise Malformed(f"not JSON-LD: {_reason(error)}") from error
    return triples


def _check_json(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Malformed(f"nested deeper than {MAX_DEPTH}")
    match value:
        case Mapping():
            for key, member in value.items():
                _check_member(key, member, depth)
        case list() | tuple():
            for item in value:
                _check_json(item, depth + 1)
        case int() if abs(value) > MAX_INTEGER:
            raise Malformed(f"an integer that JSON cannot carry: {value}")
        case float() if not math.isfinite(value):
            raise Malformed(f"not a JSON number: {value}")


def _check_member(key: object, member: object, depth: int) -> None:
    if not isinstance(key, str):
        raise Malformed(f"a member's name must be text: {key!r}")
    if key == "@context":
        _check_contexts(member, depth)
    elif key.startswith("@") and key not in _KEYWORDS:
        raise Malformed(f"a keyword that we do not read: {key}")
    elif ":" in key:
        # The same triple under another name: it would verify, and no reader would find it.
        raise Malformed(f"a member named by an IRI, not by its term: {key}")
    else:
        _check_json(member, depth + 1)


def _check_contexts(declared: object, depth: int) -> None:
    for entry in declared if isinstance(declared, list) else [declared]:
        if isinstance(entry, str):
            contexts.context(entry)
        elif depth or not isinstance(entry, Mapping):
            raise Malformed("an inline context where none may be")


def _refuse_term(name: str | None) -> NoReturn:
    raise Malformed(f"undefined term: {name}")


def _check_expanded(node: object) -> None:
    match node:
        case list():
            for item in node:
                _check_expanded(item)
        case dict():
            for key, value in node.items():
                _check_expanded_member(key, value)


def _check_expanded_member(key: str, value: Any) -> None:
    match key:
        case "@value":
            pass
        case "@id":
            _check_node_id(value)
        case "@type":
            for name in value if isinstance(value, list) else [value]:
                _check_type(name)
        case "@language":
            if not (isinstance(value, str) and _LANGUAGE.match(value)):
                raise Malformed(f"not a language tag: {value}")
        case "@direction" | "@index":
            raise Malformed(f"a keyword that would not be signed: {key}")
        case "@list" | "@set" | "@graph":
            _check_expanded(value)
        case _:
            _check_iri(key, "term")
            _check_expanded(value)


def _check_node_id(value: object) -> None:
    if not (isinstance(value, str) and _BLANK.match(value)):
        _check_iri(value, "address")


def _check_type(name: object) -> None:
    if name != "@json":
        _check_iri(name, "type")


def _check_iri(value: object, what: str) -> None:
    if not isinstance(value, str):
        raise Malformed(f"no {what} but {value!r}")
    if value.startswith(_NOWHERE):
        relative = value.removeprefix(_NOWHERE)
        kind = "undefined" if what == "type" else "relative"
        raise Malformed(f"{kind} {what}: {relative}")
    if not is_iri(value):
        raise Malformed(f"not an IRI: {value!r}")


def _graph_term(name: str) -> Term | None:
    if name == "@default":
        return None
    return {"type": "blank node" if name.startswith("_:") else "IRI", "value": name}


def _reason(error: BaseException) -> str:
    """The innermost cause says what was wrong; the outer ones only where."""
    while isinstance(error.__cause__, Exception):
        error = error.__cause__
    return str(error.args[0]) if error.args else type(error).__name__
