"""How C2SP's texts spell bytes and numbers: each in one way only."""

import base64
import binascii
import re

from credkit.errors import Fault, Malformed
from credkit.tlog.merkle import HASH_SIZE

_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")


def to_base64(data: bytes) -> str:
    """RFC 4648, section 4."""
    return base64.b64encode(data).decode()


def of_base64(text: str) -> bytes:
    """Malformed: anything but the one spelling of some bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64", Fault.ENCODING) from error
    if to_base64(data) != text:
        raise Malformed("base64 with stray bits at its end", Fault.ENCODING)
    return data


def hash_of(text: str) -> bytes:
    """32 bytes in base64; anything else is Malformed."""
    data = of_base64(text)
    if len(data) != HASH_SIZE:
        raise Malformed("a hash has 32 bytes")
    return data


def number_of(text: str) -> int:
    """A size or an index: plain decimals without leading zeros, below 10^19; else Malformed."""
    if not _DECIMAL.match(text):
        raise Malformed(f"not a size or an index in plain decimals: {text[:40]!r}")
    return int(text)
