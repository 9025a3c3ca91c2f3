"""Uploaded pictures in the one form that a design takes: SVG text."""

import base64
import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_LONGEST_SIDE = 4096  # Pixels; more is a mistake or a decompression bomb.


class BadPicture(ValueError):
    """A sentence for the person who uploaded it."""


def as_svg(picture: bytes) -> str:
    """SVG as it is (sanitised when it was uploaded), PNG wrapped in SVG. Raises BadPicture."""
    if picture.startswith(_PNG):
        return _wrapped(picture)
    try:
        text = picture.decode()
    except UnicodeDecodeError as error:
        raise BadPicture("A picture must be an SVG or a PNG file.") from error
    if "<svg" not in text[:1000]:
        raise BadPicture("A picture must be an SVG or a PNG file.")
    return text


def _wrapped(png: bytes) -> str:
    # PNG (third edition), section 11.2.1: the header chunk comes first, width and height in it.
    try:
        width, height = struct.unpack_from(">II", png, 16)
    except struct.error as error:
        raise BadPicture("The PNG file is cut off.") from error
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE):
        raise BadPicture(f"The picture may have at most {_LONGEST_SIDE} pixels on each side.")
    encoded = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{encoded}"/></svg>'
    )
