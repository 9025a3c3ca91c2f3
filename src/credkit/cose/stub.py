"""A stub: what a certificate says, so short that its QR code can prove it without a network.

A CBOR Web Token (RFC 8392) in a COSE_Sign1 message, written as decimal digits, because a QR code
holds nothing more densely. It goes in the fragment of the certificate's address, which browsers
keep to themselves: https://HOST/c/NUMBER#1.DIGITS

Issuer and number are signed, but not repeated: the one is who lists the key, the other stands in
the address. So a stub fits one certificate of one issuer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from credkit import cbor
from credkit.cose import sign1
from credkit.errors import Fault, Malformed
from credkit.keys import Signer

VERSION = "1."
LONGEST_COURSE = 60  # Characters; what is longer is cut, and ends in an ellipsis.
_EXPIRES, _ISSUED, _SAYS = 4, 6, -65_537  # RFC 8392, section 4; the first for private use.
_MOST_DIGITS = 1200  # More than any QR code of ours holds, so that nobody counts for long.
_KEY_ID_SIZE = 4  # Bytes of the Multikey's text, from its end: enough to tell our keys apart.

Place = tuple[int, int]


@dataclass(frozen=True)
class Stub:
    """What is told. Moments are whole seconds since 1970, in UTC.

    `holder`: "" where strangers are not told. `places`: the number of a status list and the place
    on it, first of revocations, then perhaps of suspensions.
    """

    holder: str
    course: str
    issued: int
    expires: int | None
    places: tuple[Place, ...]


def sign(stub: Stub, issuer: str, number: str, signer: Signer) -> str:
    """The digits. `issuer`: its DID; `number`: the certificate's, as we write it."""
    message = sign1.sign(
        cbor.encode(_claims(stub)),
        signer,
        key_id=_key_id(signer.public_multikey),
        external=_bound(issuer, number),
    )
    return str(int.from_bytes(message))


def verify(digits: str, issuer: str, number: str, public_multikeys: Iterable[str]) -> Stub:
    """What it says, if one of the issuer's keys has signed it for that number.

    Malformed: it has another form, or (Fault.SIGNATURE) none of the keys has signed it.
    """
    message = sign1.read(_bytes_of(digits))
    likely = (key for key in public_multikeys if _key_id(key) == message.key_id)
    if not any(message.is_signed_by(key, _bound(issuer, number)) for key in likely):
        raise Malformed("no key of the issuer has signed this for this number", Fault.SIGNATURE)
    return _read(message.payload)


def _claims(stub: Stub) -> cbor.Value:
    places = [number for place in stub.places for number in place]
    claims: dict[int, cbor.Value] = {
        _ISSUED: stub.issued,
        _SAYS: [stub.holder, _cut(stub.course), *places],
    }
    return claims if stub.expires is None else claims | {_EXPIRES: stub.expires}


def _cut(course: str) -> str:
    return course if len(course) <= LONGEST_COURSE else f"{course[: LONGEST_COURSE - 1].rstrip()}…"


def _key_id(public_multikey: str) -> bytes:
    return public_multikey[-_KEY_ID_SIZE:].encode()


def _bound(issuer: str, number: str) -> bytes:
    return f"{issuer} {number}".encode()


def _bytes_of(digits: str) -> bytes:
    """The first byte is a tag, so no zero is lost at the start."""
    if not (digits.isascii() and digits.isdigit()) or digits[0] == "0":
        raise Malformed("a stub is written as decimal digits")
    if len(digits) > _MOST_DIGITS:
        raise Malformed("more digits than a stub has", Fault.TOO_MUCH)
    number = int(digits)
    return number.to_bytes((number.bit_length() + 7) // 8)


def _read(payload: bytes) -> Stub:
    claims = cbor.decode(payload)
    if not isinstance(claims, dict) or cbor.encode(claims) != payload:
        raise Malformed("claims that are no map, or not in the one order", Fault.ENCODING)
    if claims.keys() - {_EXPIRES, _ISSUED, _SAYS}:
        raise Malformed("claims that we do not know", Fault.CLAIMS)
    match claims.get(_ISSUED), claims.get(_EXPIRES), claims.get(_SAYS):
        case int(issued), (int() | None) as expires, [str(holder), str(course), *places]:
            return Stub(holder, course, issued, expires, _places(places))
    raise Malformed("claims of another kind than a stub's", Fault.CLAIMS)


def _places(numbers: list[cbor.Value]) -> tuple[Place, ...]:
    whole = [each for each in numbers if isinstance(each, int) and each >= 0]
    if len(whole) != len(numbers) or len(whole) not in (2, 4):
        raise Malformed("places on one or two status lists are two or four numbers", Fault.CLAIMS)
    return tuple(zip(whole[::2], whole[1::2], strict=True))
