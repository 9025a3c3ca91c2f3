"""Base64url without padding (RFC 7515, section 2; RFC 4648, section 5), in its one spelling."""

import base64
import binascii
import re

from credkit.errors import Fault, Malformed

_LETTERS = re.compile(r"[A-Za-z0-9_-]*\Z")


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """The bytes behind it. Malformed: any but the one canonical spelling."""
    if not _LETTERS.match(text):
        raise Malformed("not base64url without padding", Fault.ENCODING)
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise Malformed("not base64url without padding", Fault.ENCODING) from error
    if encode(data) != text:
        raise Malformed("base64url with stray bits at its end", Fault.ENCODING)
    return data
