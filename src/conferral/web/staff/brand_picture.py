"""A made-up certificate with the brand of an organization."""

import base64
from dataclasses import replace

from conferral.credentials.delivery.pictures import jpeg_of
from conferral.credentials.designs import printing
from conferral.credentials.designs.certificate import SPECIMEN
from conferral.credentials.designs.sample import SAMPLE
from conferral.credentials.designs.sample import logo as our_drawing
from conferral.credentials.designs.variables import Issuer
from conferral.foundation.brand import Brand

_WIDTH, _SMALL = 720, 420  # Pixels.


def drawn(brand: Brand, width: int = _WIDTH) -> bytes:
    """As PNG."""
    issuer = Issuer(brand.name, brand.logo_svg or our_drawing(), brand.registration)
    return printing.png(replace(SAMPLE, issuer=issuer, specimen=SPECIMEN), width)


def inline(brand: Brand) -> str:
    """As the address of itself: for what is not stored."""
    return _address("png", drawn(brand))


def in_a_letter(brand: Brand) -> str:
    """The same, smaller and lighter, for a preview in a frame."""
    return _address("jpeg", jpeg_of(drawn(brand, _SMALL)))


def _address(kind: str, picture: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
