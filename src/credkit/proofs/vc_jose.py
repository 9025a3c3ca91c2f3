"""A credential in the W3C's own envelope: `vc+jwt`.

https://www.w3.org/TR/vc-jose-cose/#securing-vcs-with-jose
"""

from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.keys import TokenSigner
from credkit.proofs import jws
from credkit.proofs.data_integrity import unsecured
from credkit.proofs.vc_jwt import key_header, without_claims

TYPE = "vc+jwt"
_CONTENT = "vc"


def issue(credential: Json, signer: TokenSigner, *, key_id: str = "") -> str:
    """The credential without its proofs, and nothing beside it, as a compact token.

    `key_id`: as for `vc_jwt.issue`.
    """
    header = {"typ": TYPE, "cty": _CONTENT} | key_header(signer, key_id)
    return jws.sign(header, unsecured(credential), signer)


def credential_of(token: jws.Jws) -> Json:
    """What the token secures. Malformed: a header of another kind of token, or a credential
    wrapped in `vc` or `vp`, as it was before version 2.0 (section 3.1)."""
    if token.header.get("typ") != TYPE or token.header.get("cty", _CONTENT) != _CONTENT:
        raise Malformed("not the header of a vc+jwt", Fault.HEADER)
    if wrapped := token.payload.keys() & {"vc", "vp"}:
        raise Malformed(f"a claim that must not be there: {min(wrapped)}", Fault.CLAIMS)
    return without_claims(token.payload)
