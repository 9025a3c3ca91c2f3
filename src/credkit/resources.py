"""Related resources: what a credential points to, and the digests by which each can be known.

https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from credkit import contexts, multibase, rdf, schemas
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.reading import many

_SRI = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})\Z")
_MULTIHASHES = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}


@dataclass(frozen=True)
class Digest:
    hash_name: str
    value: bytes

    def fits(self, content: bytes) -> bool:
        return hashlib.new(self.hash_name, content).digest() == self.value


@dataclass(frozen=True)
class Resource:
    url: str
    digests: tuple[Digest, ...]


def declared(document: Json) -> list[Resource]:
    """Malformed: no object, no address, no sound digest, or one address twice."""
    found = [_read(each) for each in many(document.get("relatedResource"))]
    if len({each.url for each in found}) < len(found):
        raise Malformed("two related resources of one id")
    return found


def check(document: Json) -> list[str]:
    """The addresses of those that we do not hold, and so cannot say anything of.

    Malformed as in `declared`, or what we hold by such an address has another digest.
    """
    unknown = []
    for resource in declared(document):
        content = _held(resource.url)
        if content is None:
            unknown.append(resource.url)
        elif not all(digest.fits(content) for digest in resource.digests):
            raise Malformed(f"not the resource that was meant: {resource.url}", Fault.CLAIMS)
    return unknown


def _held(url: str) -> bytes | None:
    if url in contexts.known():
        return contexts.content(url)
    return schemas.content(url) if url in schemas.known() else None


def _read(resource: object) -> Resource:
    if not isinstance(resource, dict):
        raise Malformed("relatedResource is not an object")
    url = resource.get("id")
    if not (isinstance(url, str) and rdf.is_iri(url)):
        raise Malformed(f"relatedResource.id is not a URL: {url!r}")
    digests = tuple(_digests(resource))
    if not digests:
        raise Malformed("relatedResource has no digest")
    return Resource(url, digests)


def _digests(resource: Json) -> Iterator[Digest]:
    for name, read in (("digestSRI", _sri), ("digestMultibase", _multihash)):
        for text in many(resource.get(name)):
            digest = read(text) if isinstance(text, str) else None
            if digest is None:
                raise Malformed(f"{name} is not a digest: {text!r}")
            yield digest


def _sri(text: str) -> Digest | None:
    """https://www.w3.org/TR/SRI/#integrity-metadata-description"""
    found = _SRI.match(text)
    if not found:
        return None
    try:
        value = base64.b64decode(found[2], validate=True)
    except binascii.Error:
        return None
    return Digest(found[1], value) if len(value) == hashlib.new(found[1]).digest_size else None


def _multihash(text: str) -> Digest | None:
    raw = multibase.decode(text)
    hash_name = _MULTIHASHES.get(raw[:2])
    return Digest(hash_name, raw[2:]) if hash_name and len(raw) == raw[1] + 2 else None
