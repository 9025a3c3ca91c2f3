"""What a verifier must hold before it can judge, and what is still missing."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field, replace

from credkit import did
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.keys import jwk
from credkit.reading import Reading, many, read
from credkit.tlog.proof import LogProof


@dataclass(frozen=True)
class Materials:
    """`documents`: by DID or URL; None for what could not be had.

    `log_key`: the vkey of the log in which the credential must stand; "" asks for none.
    `trusted_issuers`: the DIDs of the issuers that the caller recognises.
    `cutoffs`: by verification method that was stolen, the size of that log up to which its owner
    still had it to themselves. What a revoked key has signed counts if, and only if, its entry is
    below that size.
    `told_of_token`: what the log was told when a token was signed; `log_proof` is of this document
    then, because a token's holder may keep back what a document is made of.
    """

    documents: Mapping[str, Json | None] = field(default_factory=dict)
    log_proof: LogProof | None = None
    log_key: str = ""
    trusted_issuers: frozenset[str] = frozenset()
    cutoffs: Mapping[str, int] = field(default_factory=dict)
    told_of_token: Json | None = None

    def with_documents(self, found: Mapping[str, Json | None]) -> "Materials":
        return replace(self, documents={**self.documents, **found})


def missing(document: Json, materials: Materials) -> set[str]:
    """The DIDs and URLs that must still be fetched before `document` can be judged.

    Empty for what cannot be read: `verify` says so.
    """
    try:
        reading = read(document)
    except Malformed:
        return set()
    needed = {entry.list_url for entry in reading.statuses}
    if not reading.issuer_id.startswith("did:key:"):
        needed.add(reading.issuer_id)
    return needed - materials.documents.keys()


def issuer_document(reading: Reading, materials: Materials) -> Json | None:
    """The issuer's own DID document, if we hold it."""
    if reading.issuer_id.startswith("did:key:"):
        return did.key_document(reading.issuer_id)
    held = materials.documents.get(reading.issuer_id)
    return held if held and held.get("id") == reading.issuer_id else None


def at_the_time(did_document: Json, stolen: Collection[str], excused: Set[str]) -> Json:
    """The issuer's document as it was when something was logged that the `excused` keys signed.

    All other `stolen` keys are revoked, even if this copy of the document does not know it yet.
    """
    controller = did_document["id"]

    def told(method: object) -> object:
        name = _absolute(method, controller)
        if not isinstance(method, dict) or name not in stolen:
            return method
        kept = {member: value for member, value in method.items() if member != "revoked"}
        return kept if name in excused else kept | {"revoked": method.get("revoked", "")}

    methods = [told(method) for method in many(did_document.get("verificationMethod"))]
    allowed = [told(method) for method in many(did_document.get("assertionMethod"))]
    restored = excused - {_absolute(method, controller) for method in allowed}
    return did_document | {
        "verificationMethod": methods,
        "assertionMethod": [*allowed, *sorted(restored)],
    }


def signing_key(did_document: Json, verification_method: object) -> str:
    """The Multikey that a proof names, if that DID lets it sign credentials.

    Malformed: not listed, listed for other purposes, revoked, of another controller, or a
    fragment that is a Multikey but not this one.
    """
    match _method(did_document, verification_method):
        case {"type": "Multikey", "publicKeyMultibase": str(multikey)}:
            return multikey
    raise Malformed("the issuer's document does not give this key", Fault.KEY)


def token_key(did_document: Json, header: Json) -> Json:
    """The JWK behind a token's `kid`, or the one in its header, if that DID lets it sign.

    A key in the header is only a name: it has to be one of the issuer's own.
    Malformed as in `signing_key`; also a header that names no key, or two.
    """
    if ("kid" in header) == ("jwk" in header):
        raise Malformed("a token names its key by kid or by jwk", Fault.KEY)
    if "kid" in header:
        return _as_jwk(_method(did_document, _absolute_id(header["kid"], did_document["id"])))
    shown = jwk.defining(header["jwk"])
    for name in _allowed(did_document):
        if _is_the_key(did_document, name, shown):
            return shown
    raise Malformed("the key in the token is none of the issuer's", Fault.KEY)


def _is_the_key(did_document: Json, name: object, shown: Json) -> bool:
    try:
        return jwk.defining(_as_jwk(_method(did_document, name))) == shown
    except Malformed:
        return False  # A key of another kind, or one that is not sound: not the one we seek.


def _as_jwk(method: Json) -> Json:
    match method:
        case {"type": "Multikey", "publicKeyMultibase": str(multikey)}:
            return jwk.of_multikey(multikey)
        case {"type": "JsonWebKey" | "JsonWebKey2020", "publicKeyJwk": dict(key)}:
            return key
    raise Malformed("the issuer's document does not give this key", Fault.KEY)


def _allowed(did_document: Json) -> list[object]:
    methods = many(did_document.get("assertionMethod"))
    return [_absolute(method, did_document["id"]) for method in methods]


def _method(did_document: Json, verification_method: object) -> Json:
    controller = did_document["id"]
    embedded = _embedded(did_document, verification_method)
    if any("revoked" in method for method in embedded):
        raise Malformed("the issuer has revoked the key", Fault.REVOKED_KEY)
    if verification_method not in _allowed(did_document):
        raise Malformed("the issuer does not let this key sign credentials", Fault.KEY)
    if len(embedded) != 1:
        raise Malformed("the issuer's document does not give this key", Fault.KEY)
    _check_method(embedded[0], controller)
    return embedded[0]


def _embedded(did_document: Json, verification_method: object) -> list[Json]:
    return [
        method
        for name in ("verificationMethod", "assertionMethod")
        for method in many(did_document.get(name))
        if isinstance(method, dict) and _absolute(method, did_document["id"]) == verification_method
    ]


def _check_method(method: Json, controller: str) -> None:
    if method.get("controller") != controller:
        raise Malformed("the key belongs to someone else", Fault.KEY)
    fragment = str(method["id"]).partition("#")[2]
    if fragment.startswith(("z6Mk", "zDn", "z82")) and fragment != method.get("publicKeyMultibase"):
        raise Malformed("the key's name names another key", Fault.KEY)


def _absolute(method: object, controller: str) -> object:
    """A method may be listed by id or in full."""
    return _absolute_id(method.get("id") if isinstance(method, dict) else method, controller)


def _absolute_id(identifier: object, controller: str) -> object:
    """An id may be relative to the DID."""
    if isinstance(identifier, str) and identifier.startswith("#"):
        return controller + identifier
    return identifier
