"""JSON-LD documents as RDF: read without loss, and written in one way only."""

from credkit.rdf.json_ld import MAX_DEPTH, MAX_INTEGER, quads
from credkit.rdf.rdfc import Canonical, canonicalize, write
from credkit.rdf.terms import Quad, Term, escape, is_iri, term

__all__ = [
    "MAX_DEPTH",
    "MAX_INTEGER",
    "Canonical",
    "Quad",
    "Term",
    "canonicalize",
    "escape",
    "is_iri",
    "quads",
    "term",
    "write",
]
