"""Decentralized identifiers: did:web, which a web site vouches for, and did:key, which is a key.

https://www.w3.org/TR/did-core/ · https://w3c-ccg.github.io/did-method-web/ ·
https://w3c-ccg.github.io/did-key-spec/
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from credkit import keys
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.keys import jwk, secp256k1

CONTEXT = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
JWK_CONTEXT = "https://w3id.org/security/jwk/v1"
_DID = re.compile(r"did:([a-z0-9]+):[A-Za-z0-9._%:-]*[A-Za-z0-9._%-]\Z")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(%3A[0-9]{1,5})?\Z")
_SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*\Z")


@dataclass(frozen=True)
class VerificationKey:
    """A key of a DID. A retired key stays, so that what it signed still verifies.

    `revoked`: the moment, as text, from which nothing signed by it counts any more.
    """

    public_multikey: str
    revoked: str = ""


@dataclass(frozen=True)
class TokenKey:
    """A key that only signs tokens and has no Multikey: RSA. `name`: its id within the document."""

    name: str
    public_jwk: Json
    revoked: str = ""


@dataclass(frozen=True)
class AccountKey:
    """The key of an account on a chain like Ethereum. `name`: its id within the document."""

    name: str
    public_multikey: str
    revoked: str = ""


@dataclass(frozen=True)
class Service:
    """Something that the DID's owner offers at an address. `type` is an absolute IRI, unless those
    who look for it know another word."""

    name: str
    type: str
    url: str


Key: TypeAlias = VerificationKey | TokenKey | AccountKey


def did_web(host_and_port: str, *path: str) -> str:
    """("example.org:8443", "acme") → "did:web:example.org%3A8443:acme"."""
    host = host_and_port.lower().replace(":", "%3A")
    if not _HOST.match(host) or not all(_SEGMENT.match(segment) for segment in path):
        raise Malformed(f"not an address for did:web: {host_and_port!r}")
    return ":".join(["did:web", host, *path])


def url_of(did: str) -> str:
    """Where the document of a did:web is published. Always https."""
    if method_of(did) != "web":
        raise Malformed(f"not a did:web: {did}")
    host, *path = did.split(":")[2:]
    if not _HOST.match(host) or not all(_SEGMENT.match(segment) for segment in path):
        raise Malformed(f"not a sound did:web: {did}")
    return "/".join(["https:/", host.replace("%3A", ":"), *(path or [".well-known"]), "did.json"])


def method_of(did: str) -> str:
    """ "web" of "did:web:example.org". Malformed if it is no DID."""
    found = _DID.match(did)
    if not found:
        raise Malformed(f"not a DID: {did!r}")
    return found[1]


def key_id(did: str, public_multikey: str) -> str:
    """The verification method of a key: the fragment is the Multikey itself.

    So a proof names the key in full, and a swapped document cannot slip in another one.
    """
    return f"{did}#{public_multikey}"


def document(
    did: str,
    verification_keys: Sequence[Key],
    services: Sequence[Service] = (),
) -> Json:
    """The DID document that lists these keys; all but the revoked ones may sign credentials."""
    has_jwk = any(isinstance(key, TokenKey | AccountKey) for key in verification_keys)
    methods = [_method(did, key) for key in verification_keys]
    offered = {"service": [_service(did, each) for each in services]} if services else {}
    return {
        "@context": [*CONTEXT, JWK_CONTEXT] if has_jwk else list(CONTEXT),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods if "revoked" not in method],
        **offered,
    }


def key_document(did: str) -> Json:
    """The document of a did:key, which nobody needs to fetch: the identifier says it all."""
    public_multikey = did.removeprefix("did:key:")
    if method_of(did) != "key":
        raise Malformed(f"not a did:key: {did}")
    keys.algorithm_of(public_multikey)
    return document(did, [VerificationKey(public_multikey)])


def _service(did: str, service: Service) -> Json:
    return {"id": f"{did}#{service.name}", "type": service.type, "serviceEndpoint": service.url}


def _method(did: str, key: Key) -> Json:
    revoked = {"revoked": key.revoked} if key.revoked else {}
    match key:
        case TokenKey():
            kind = _as_jwk(did, key.name, jwk.defining(key.public_jwk))
        case AccountKey():
            kind = _as_jwk(did, key.name, secp256k1.jwk(key.public_multikey))
        case VerificationKey():
            kind = {
                "id": key_id(did, key.public_multikey),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.public_multikey,
            }
    return kind | revoked


def _as_jwk(did: str, name: str, public_jwk: Json) -> Json:
    return {
        "id": f"{did}#{name}",
        "type": "JsonWebKey",
        "controller": did,
        "publicKeyJwk": public_jwk,
    }
