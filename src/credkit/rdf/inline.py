"""Terms that a document defines for itself, and why most ways of doing that are refused.

A signature is over what JSON means, not over how it is written. Whoever may define terms can say
the same in other words: call the end of validity `x`, and a reader who looks for `validUntil`
finds none. So a document may name things of its own, and nothing that a published context names.
https://www.w3.org/TR/vc-data-integrity/#validating-contexts
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from credkit import contexts
from credkit.errors import Fault, Malformed
from credkit.rdf.terms import is_iri

_MOST = 256
_OF_A_CONTEXT = frozenset(["@vocab", "@version", "@protected"])
_OF_A_TERM = frozenset(["@id", "@type", "@container", "@protected"])
_CONTAINERS = ("@set", "@list")
_TYPES = ("@id", "@json")


class _Published(NamedTuple):
    """What the bundled contexts define: `terms`, and the `addresses` that those stand for.

    `prefixes`: the terms that only abbreviate addresses, each with its own.
    """

    terms: frozenset[str]
    addresses: frozenset[str]
    prefixes: frozenset[tuple[str, str]]


def check(document: Mapping[str, Any]) -> bool:
    """Does it define terms of its own? Malformed: in a way in which it could hide something."""
    declared = document.get("@context")
    entries = declared if isinstance(declared, list) else [declared]
    own = [entry for entry in entries if isinstance(entry, Mapping)]
    if not own:
        return False
    if not isinstance(entries[0], str):
        raise Malformed("the first context is one of the document's own")
    if sum(map(len, own)) > _MOST:
        raise Malformed(f"more than {_MOST} terms of its own", Fault.TOO_MUCH)
    for entry in own:
        _check_context(entry, document)
    return True


def _check_context(context: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    for name, value in context.items():
        if name == "@vocab":
            _check_vocabulary(value, document)
        elif name not in _OF_A_CONTEXT:
            _check_term(name, value, context)
    prefixes = tuple(f"{name}:" for name, value in context.items() if isinstance(value, str))
    for text in _texts(document):
        if text.startswith(prefixes) and " " not in text:
            raise Malformed(f"an address that the document abbreviates: {text}")


def _check_term(name: str, value: Any, context: Mapping[str, Any]) -> None:
    if not name or name.startswith("@") or not name.isprintable() or set(name) & set(":/#? "):
        raise Malformed(f"not a term: {name!r}")
    if isinstance(value, str) and (name, value) in _published().prefixes:
        return  # Everybody has his own line for `xsd`, and it is always the same.
    if name in _published().terms:
        raise Malformed(f"a published term that the document would define anew: {name}")
    definition = {"@id": value} if isinstance(value, str) else value
    if not isinstance(definition, Mapping) or definition.keys() - _OF_A_TERM:
        raise Malformed(f"a definition that we do not read: {name}")
    if definition.get("@container", "@set") not in _CONTAINERS:
        raise Malformed(f"a container that we do not read: {name}")
    kind = definition.get("@type", "@id")
    if kind not in _TYPES:
        _address(kind, context)
    address = _address(definition.get("@id"), context)
    if address in _published().addresses:
        raise Malformed(f"another name for what is published: {name}")


def _check_vocabulary(vocabulary: Any, document: Mapping[str, Any]) -> None:
    """Whatever is not defined is then a term of that vocabulary."""
    if not (isinstance(vocabulary, str) and is_iri(vocabulary) and vocabulary[-1] in "#/"):
        raise Malformed(f"not a vocabulary: {vocabulary!r}")
    for name in _texts(document):
        if vocabulary + name in _published().addresses:
            raise Malformed(f"another name for what is published: {name}")


def _address(written: Any, context: Mapping[str, Any]) -> str:
    """The IRI that it stands for, which may begin with another term of that context."""
    if not isinstance(written, str):
        raise Malformed(f"a definition without an address: {written!r}")
    prefix, _, rest = written.partition(":")
    start = context.get(prefix)
    if start is None and prefix in _published().terms:
        raise Malformed(f"an address that a published term abbreviates: {written}")
    address = start + rest if isinstance(start, str) and not rest.startswith("//") else written
    if not is_iri(address):
        raise Malformed(f"not an IRI: {address!r}")
    return address


def _texts(value: Any) -> Iterator[str]:
    """All names and all texts in a document, but for its contexts."""
    match value:
        case str():
            yield value
        case list() | tuple():
            for item in value:
                yield from _texts(item)
        case Mapping():
            for name, member in value.items():
                if name != "@context":
                    yield name
                    yield from _texts(member)


@cache
def _published() -> _Published:
    definitions = [
        (name, value, prefixes)
        for url in contexts.known()
        for prefixes in [dict(_definitions(contexts.context(url).get("@context")))]
        for name, value in _definitions(contexts.context(url).get("@context"))
    ]
    found = [(name, _expanded(value, prefixes)) for name, value, prefixes in definitions]
    return _Published(
        terms=frozenset(name for name, _ in found),
        addresses=frozenset(address for _, address in found),
        prefixes=frozenset(each for each in found if each[1].endswith(("#", "/"))),
    )


def _definitions(context: Any) -> Iterator[tuple[str, str]]:
    """Each term of a bundled context and of those inside it, with its address as written."""
    for entry in context if isinstance(context, list) else [context]:
        for name, value in entry.items() if isinstance(entry, Mapping) else ():
            if name == "@context":
                yield from _definitions(value)
            elif not name.startswith("@"):
                yield name, _written(name, value, entry)
                if isinstance(value, Mapping) and "@context" in value:
                    yield from _definitions(value["@context"])


def _written(name: str, value: Any, context: Mapping[str, Any]) -> str:
    address = value.get("@id") if isinstance(value, Mapping) else value
    return str(address or context.get("@vocab", "") + name)


def _expanded(address: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, rest = address.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes else address
