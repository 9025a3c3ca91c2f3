"""Open Badges as a JWT: the credential itself, with the claims that 1EdTech asks for beside it.

This is not the `vc+jwt` of the W3C (see `vc_jose`): their headers exclude each other.
https://www.imsglobal.org/spec/ob/v3p0/#json-web-token-proof-format-vc-jwt
"""

from datetime import datetime
from typing import Any

from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.keys import TokenSigner
from credkit.proofs import jws
from credkit.proofs.data_integrity import unsecured

TYPE = "JWT"
CLAIMS = frozenset(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"])


def issue(credential: Json, signer: TokenSigner, *, key_id: str = "") -> str:
    """The credential without its proofs as a compact token, signed with ES256 or RS256.

    `key_id`: the DID URL of the signer's key; without one, the key itself stands in the header.
    Malformed: no id, issuer, holder's id or validFrom, which the claims repeat.
    """
    document = unsecured(credential)
    claims = {
        "iss": _id_of(document, "issuer"),
        "jti": _text(document, "id"),
        "sub": _id_of(document, "credentialSubject"),
        "nbf": seconds(_text(document, "validFrom")),
    }
    if "validUntil" in document:
        claims["exp"] = seconds(_text(document, "validUntil"))
    return jws.sign({"typ": TYPE} | key_header(signer, key_id), document | claims, signer)


def credential_of(token: jws.Jws) -> Json:
    """What the token secures. Malformed: a header of another kind of token, no claims."""
    if token.header.get("typ", TYPE) != TYPE or "cty" in token.header:
        raise Malformed("not the header of an Open Badges token", Fault.HEADER)
    missing = [name for name in ("iss", "jti", "sub", "nbf") if name not in token.payload]
    if missing:
        raise Malformed(f"claims that are missing: {', '.join(missing)}", Fault.CLAIMS)
    return without_claims(token.payload)


def without_claims(payload: Json) -> Json:
    """The credential in a payload: all but the registered claims (RFC 7519, section 4.1)."""
    return {name: value for name, value in payload.items() if name not in CLAIMS}


def key_header(signer: TokenSigner, key_id: str) -> Json:
    """How a token names its key."""
    return {"kid": key_id} if key_id else {"jwk": signer.public_jwk}


def seconds(timestamp: str) -> int:
    """A timestamp as a NumericDate: whole seconds since 1970 (RFC 7519, section 2)."""
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError as error:
        raise Malformed(f"not a timestamp: {timestamp}", Fault.CLAIMS) from error
    if moment.tzinfo is None:
        raise Malformed(f"a timestamp without its zone: {timestamp}", Fault.CLAIMS)
    return int(moment.timestamp())


def _id_of(document: Json, name: str) -> str:
    value: Any = document.get(name)
    return _text(value, "id") if isinstance(value, dict) else _text(document, name)


def _text(node: Json, name: str) -> str:
    value = node.get(name)
    if not isinstance(value, str):
        raise Malformed(f"a token needs one {name}, as text", Fault.CLAIMS)
    return value
