"""A credential of which the holder shows what is needed: SD-JWT VC (`dc+sd-jwt`, ES256).

    token = issue(claims_of(credential, TYPE_OF_OPEN_BADGES), signer, key_id=…, concealed={…})
    shown = bind(present(token, ["/credentialSubject/name"]), holder, audience=…, …)

https://www.rfc-editor.org/rfc/rfc9901 · https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, TokenSigner
from credkit.proofs import disclosures, jws
from credkit.proofs.data_integrity import unsecured
from credkit.proofs.disclosures import Disclosure
from credkit.proofs.vc_jwt import key_header, seconds, without_claims

TYPE = "dc+sd-jwt"
TYPE_OF_OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0#OpenBadgeCredential"
_KEY_BINDING = "kb+jwt"
_ES256 = "ES256"
_OF_THE_TOKEN = frozenset(["vct", "vct#integrity", "cnf", "status"])
# Whoever could keep these back could show a credential as another one than it is, or as one
# that never expires and cannot be revoked (draft-ietf-oauth-sd-jwt-vc, section 2.2.2.2).
_NEVER_HIDDEN = _OF_THE_TOKEN | {"iss", "nbf", "exp"}
_ALWAYS_SHOWN = _NEVER_HIDDEN | {
    *("iat", "jti", "@context", "id", "type", "name", "issuer"),
    *("validFrom", "validUntil", "credentialStatus", "credentialSchema", "termsOfUse"),
}
_ALWAYS_SHOWN_OF_SUBJECT = frozenset(["type", "achievement"])


@dataclass(frozen=True)
class Presentation:
    """A token with what is shown of it, read and not believed."""

    token: jws.Jws
    disclosures: tuple[Disclosure, ...]
    key_binding: jws.Jws | None
    bound: str  # What a key binding is over: all that stands before it.

    def claims(self) -> Json:
        """All that is shown. Malformed: a claim among the disclosures that must stand in the
        open, no vct, or as in `disclosures.unfold`."""
        claims = disclosures.unfold(self.token.payload, self.disclosures).claims
        if hidden := (claims.keys() - self.token.payload.keys()) & _NEVER_HIDDEN:
            raise Malformed(f"a claim that must not be hidden: {min(hidden)}", Fault.DISCLOSURE)
        if not isinstance(claims.get("vct"), str):
            raise Malformed("an SD-JWT VC without its vct", Fault.CLAIMS)
        return claims


def claims_of(credential: Json, credential_type: str, holder_jwk: Json | None = None) -> Json:
    """The credential without its proofs as the claims of a token.

    `holder_jwk`: the public key that a presentation must be bound to, if any.
    """
    document = unsecured(credential)
    issuer: Any = document.get("issuer")
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "vct": credential_type,
        "nbf": seconds(str(document.get("validFrom"))),
    }
    if "validUntil" in document:
        claims["exp"] = seconds(str(document["validUntil"]))
    if holder_jwk is not None:
        claims["cnf"] = {"jwk": holder_jwk}
    return document | claims


def issue(
    claims: Json,
    signer: TokenSigner,
    *,
    key_id: str = "",
    concealed: Mapping[str, bytes],
    decoys: Sequence[bytes] = (),
) -> str:
    """The token with all its disclosures, for the holder.

    `concealed`: a salt of 16 random bytes for the JSON pointer to each claim that the holder
    may keep back. `decoys`: 32 random bytes each. `key_id`: as for `vc_jwt.issue`.
    Malformed: a claim that must always be shown, or as in `disclosures.fold`.
    """
    if signer.algorithm is not Algorithm.P256:
        raise Malformed("SD-JWT VCs are signed with ES256", Fault.ALGORITHM)
    for pointer in concealed:
        if _is_always_shown(pointer):
            raise Malformed(f"a claim that is always shown: {pointer}", Fault.DISCLOSURE)
    payload, texts = disclosures.fold(claims, concealed, decoys)
    signed = jws.sign({"typ": TYPE} | key_header(signer, key_id), payload, signer)
    return "~".join([signed, *texts, ""])


def read(text: str) -> Presentation:
    """Malformed: not a token of this kind, or disclosures that are none."""
    if len(text) > jws.MAX_TOKEN:
        raise Malformed(f"a token of more than {jws.MAX_TOKEN} characters", Fault.TOO_MUCH)
    if "~" not in text:
        raise Malformed("a token without the ~ that ends it")
    signed, *texts, bound = text.split("~")
    token = _read_jws(signed, TYPE)
    if len(texts) > disclosures.MOST:
        raise Malformed(f"more than {disclosures.MOST} disclosures", Fault.TOO_MUCH)
    return Presentation(
        token=token,
        disclosures=tuple(map(disclosures.read, texts)),
        key_binding=_read_jws(bound, _KEY_BINDING) if bound else None,
        bound=text.removesuffix(bound),
    )


def credential_in(claims: Json) -> Json:
    """The credential in the claims of a presentation, as far as it is shown."""
    return {
        name: value for name, value in without_claims(claims).items() if name not in _OF_THE_TOKEN
    }


def present(token: str, shown: Iterable[str]) -> str:
    """The holder's choice: the token with the disclosures of these JSON pointers only.

    Malformed: a pointer to no claim that could be kept back.
    """
    whole = read(token)
    places = disclosures.unfold(whole.token.payload, whole.disclosures).places
    chosen: set[str] = set()
    for pointer in shown:
        if pointer not in places:
            raise Malformed(f"not a claim that can be disclosed: {pointer}", Fault.DISCLOSURE)
        chosen.update(places[pointer])
    kept = [each.text for each in whole.disclosures if each.text in chosen]
    return "~".join([token.partition("~")[0], *kept, ""])


def bind(
    presentation: str, holder: TokenSigner, *, audience: str, nonce: str, issued_at: int
) -> str:
    """The presentation, signed by the holder for one verifier and one occasion (section 4.3).

    `issued_at`: seconds since 1970.
    """
    payload = {
        "iat": issued_at,
        "aud": audience,
        "nonce": nonce,
        "sd_hash": disclosures.digest(presentation),
    }
    return presentation + jws.sign({"typ": _KEY_BINDING}, payload, holder)


def check_binding(presentation: Presentation, *, audience: str = "", nonce: str = "") -> int:
    """When the holder signed the presentation, in seconds since 1970.

    Malformed: not signed, not by the key that the issuer names, over something else; for another
    `audience` or `nonce`, if these are given.
    """
    bound = presentation.key_binding
    if bound is None:
        raise Malformed("the holder has not signed the presentation", Fault.SIGNATURE)
    match presentation.token.payload.get("cnf"):
        case {"jwk": dict(key)}:
            bound.check(key)
        case _:
            raise Malformed("the issuer names no key of the holder", Fault.KEY)
    told = {"sd_hash": disclosures.digest(presentation.bound)}
    told |= {"aud": audience} if audience else {}
    told |= {"nonce": nonce} if nonce else {}
    for name, value in told.items():
        if bound.payload.get(name) != value:
            raise Malformed(f"a presentation with another {name}", Fault.PURPOSE)
    issued_at = bound.payload.get("iat")
    if not isinstance(issued_at, int) or not bound.payload.keys() >= {"aud", "nonce"}:
        raise Malformed("a key binding without iat, aud or nonce", Fault.CLAIMS)
    return issued_at


def _is_always_shown(pointer: str) -> bool:
    match pointer.split("/"):
        case ["", "credentialSubject", name, *_]:
            return name in _ALWAYS_SHOWN_OF_SUBJECT
        case ["", name, *_]:
            return name in _ALWAYS_SHOWN or name == "credentialSubject"
    return True


def _read_jws(text: str, kind: str) -> jws.Jws:
    token = jws.read(text)
    if token.header.get("typ") != kind:
        raise Malformed(f"not the header of a {kind}", Fault.HEADER)
    if token.header["alg"] != _ES256:
        raise Malformed("SD-JWT VCs are signed with ES256", Fault.ALGORITHM)
    return token
