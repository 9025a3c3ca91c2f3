"""Compact JSON Web Signatures, strictly (RFC 7515, with the advice of RFC 8725).

A token says of itself by which algorithm and key it is to be checked. We never do as it says: the
key comes from the issuer's document, the algorithm from the key, and the token has to agree.
"""

from dataclasses import dataclass

from credkit import base64url
from credkit.canonical import Json, jcs, load_json
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, TokenSigner, jwk

MAX_TOKEN = 1_500_000  # Characters.
_OURS = (Algorithm.P256, Algorithm.RSA)  # What wallets ask for; others may sign with more.
_ALGORITHMS = frozenset(name for names in jwk.TOKEN_NAMES.values() for name in names)
# What is not here asks us to do something: fetch a key (jku, x5u), trust a certificate (x5c: an
# issuer is a DID here, and no authority could say that a certificate speaks for it), unpack (zip),
# read the payload otherwise (b64) or understand an extension (crit).
_HEADERS = frozenset(["alg", "typ", "cty", "kid", "jwk"])


@dataclass(frozen=True)
class Jws:
    """A token that has been read, but not believed."""

    header: Json
    payload: Json
    signature: bytes
    signed: bytes  # What the signature is over.

    def check(self, public_jwk: Json) -> None:
        """Malformed unless that key signed it, with the one algorithm of that key."""
        expected = jwk.TOKEN_NAMES[jwk.algorithm_of(public_jwk)]
        if self.header["alg"] not in expected:
            raise Malformed(f"the key signs with {expected[0]}", Fault.ALGORITHM)
        if not jwk.is_signed_by(public_jwk, self.signature, self.signed):
            raise Malformed("the signature does not fit the token", Fault.SIGNATURE)


def sign(header: Json, payload: Json, signer: TokenSigner) -> str:
    """The compact token. `alg` is added to the header; it is that of the signer's key.

    Malformed: a kind of key that signs no tokens of ours.
    """
    if signer.algorithm not in _OURS:
        raise Malformed(f"no tokens are signed with {signer.algorithm}", Fault.ALGORITHM)
    named = {"alg": jwk.token_name(signer.algorithm)} | header
    signed = f"{_encode(named)}.{_encode(payload)}"
    return f"{signed}.{base64url.encode(signer.sign(signed.encode()))}"


def read(token: str) -> Jws:
    """Malformed: not three parts of canonical base64url, a header or a payload that is no JSON
    object, a member twice, an algorithm or a header parameter that we do not take."""
    if len(token) > MAX_TOKEN:
        raise Malformed(f"a token of more than {MAX_TOKEN} characters", Fault.TOO_MUCH)
    parts = token.split(".")
    if len(parts) != 3:
        raise Malformed("a token has three parts")
    header = load_json(base64url.decode(parts[0]))
    _check_header(header)
    payload = load_json(base64url.decode(parts[1]))
    signed = f"{parts[0]}.{parts[1]}".encode()
    return Jws(header, payload, base64url.decode(parts[2]), signed)


def _encode(value: Json) -> str:
    return base64url.encode(jcs(value))


def _check_header(header: Json) -> None:
    if strange := header.keys() - _HEADERS:
        raise Malformed(f"a header that we do not take: {', '.join(sorted(strange))}", Fault.HEADER)
    if header.get("alg") not in _ALGORITHMS:
        raise Malformed(f"an algorithm that we do not take: {header.get('alg')}", Fault.ALGORITHM)
    for name in ("typ", "cty", "kid"):
        if not isinstance(header.get(name, ""), str):
            raise Malformed(f"{name} is text", Fault.HEADER)
    if not isinstance(header.get("jwk", {}), dict):
        raise Malformed("jwk is an object", Fault.HEADER)
