"""As much DER (ITU-T X.690) as a signature and a certificate need to be written."""

from datetime import datetime
from enum import IntEnum


class Tag(IntEnum):
    INTEGER = 0x02
    BIT_STRING = 0x03
    OCTET_STRING = 0x04
    OBJECT_IDENTIFIER = 0x06
    UTC_TIME = 0x17
    GENERALIZED_TIME = 0x18
    SEQUENCE = 0x30
    SET = 0x31
    CONTEXT_0 = 0xA0  # Constructed, as everything is that we tag.
    CONTEXT_1 = 0xA1
    CONTEXT_3 = 0xA3


def encode(tag: Tag, *contents: bytes) -> bytes:
    """One element with the contents one after the other."""
    content = b"".join(contents)
    return bytes([tag]) + _length(len(content)) + content


def sequence(*members: bytes) -> bytes:
    return encode(Tag.SEQUENCE, *members)


def set_of(*members: bytes) -> bytes:
    """Sorted, as DER asks for (section 11.6)."""
    return encode(Tag.SET, *sorted(members))


def integer(number: int) -> bytes:
    """A number that is not negative."""
    return encode(Tag.INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def octets(content: bytes) -> bytes:
    return encode(Tag.OCTET_STRING, content)


def bits(content: bytes) -> bytes:
    """Whole bytes as a bit string: no bit of the last one is unused."""
    return encode(Tag.BIT_STRING, b"\0", content)


def identifier(dotted: str) -> bytes:
    """ "1.2.840.10045.4.3.2" as an element."""
    first, second, *others = map(int, dotted.split("."))
    return encode(Tag.OBJECT_IDENTIFIER, *map(_base128, (first * 40 + second, *others)))


def time(moment: datetime) -> bytes:
    """A moment in UTC, whole seconds, in the form that its year asks for (RFC 5280, 4.1.2.5)."""
    if moment.year < 2050:
        return encode(Tag.UTC_TIME, f"{moment:%y%m%d%H%M%SZ}".encode())
    return encode(Tag.GENERALIZED_TIME, f"{moment:%Y%m%d%H%M%SZ}".encode())


def _length(length: int) -> bytes:
    if length < 0x80:
        return bytes([length])
    size = (length.bit_length() + 7) // 8
    return bytes([0x80 | size]) + length.to_bytes(size)


def _base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | number & 0x7F)
    return bytes(reversed(digits))
