"""N-Quads as the tests need them: from text to quads and back, with nothing made canonical."""

import re

from credkit.rdf import Quad, Term, term

_TERM = re.compile(r'<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@(\S+)|\^\^<([^>]*)>)?')
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def parse(text: str) -> list[Quad]:
    """Sound N-Quads only: no check of anything."""
    return [
        Quad(*map(_term, _TERM.finditer(line))) for line in text.strip("\n").split("\n") if line
    ]


def write(quads: list[Quad]) -> str:
    return "".join(" ".join([*map(term, quad.terms()), ".\n"]) for quad in quads)


def iri(value: str) -> Term:
    return {"type": "IRI", "value": value}


def blank(name: str) -> Term:
    return {"type": "blank node", "value": f"_:{name}"}


def literal(value: str) -> Term:
    return {"type": "literal", "value": value, "datatype": _STRING}


def _term(found: re.Match[str]) -> Term:
    address, node, quoted, language, datatype = found.groups()
    if address is not None:
        return iri(address)
    if node is not None:
        return {"type": "blank node", "value": node}
    plain = literal(_ESCAPE.sub(_unescaped, quoted))
    if language:
        return {**plain, "language": language}
    return {**plain, "datatype": datatype or _STRING}


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    if escape[0] in "uU" and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _LETTERS.get(escape, escape)
