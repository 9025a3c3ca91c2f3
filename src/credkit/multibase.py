"""Binary as text: multibase base58btc (z…) and base64url (u…).

https://www.w3.org/TR/controller-document/#multibase-0
"""

from credkit import base64url
from credkit.errors import Malformed

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_CHUNK = 58**10  # Ten digits: as many as a small number holds.
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_LONGEST_BASE58 = 4096  # Base58 takes quadratic time, so nobody may send a megabyte of it.


def to_base58btc(data: bytes) -> str:
    number = int.from_bytes(data)
    digits = ""
    while number:
        number, chunk = divmod(number, _CHUNK)  # Few long divisions, then short ones.
        digits = _ten_digits(chunk) + digits
    leading_zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * leading_zeros + digits.lstrip("1")


def to_base64url(data: bytes) -> str:
    return "u" + base64url.encode(data)


def decode(text: str) -> bytes:
    """The bytes behind a z… or u… text. Anything but the one canonical spelling is Malformed."""
    match text[:1]:
        case "z":
            return _from_base58(text[1:])
        case "u":
            return base64url.decode(text[1:])
    raise Malformed(f"unknown multibase prefix: {text[:1]!r}")


def _ten_digits(chunk: int) -> str:
    pairs = ""
    for _ in range(5):
        chunk, pair = divmod(chunk, 58 * 58)
        pairs = _PAIRS[pair] + pairs
    return pairs


def _from_base58(text: str) -> bytes:
    if len(text) > _LONGEST_BASE58:
        raise Malformed("too long for base58")
    number = 0
    for character in text:
        try:
            number = number * 58 + _VALUES[character]
        except KeyError:
            raise Malformed(f"not a base58 character: {character!r}") from None
    leading_zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * leading_zeros + number.to_bytes((number.bit_length() + 7) // 8)
