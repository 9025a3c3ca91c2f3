"""A made-up certificate with the brand of an organization."""

import base64
from dataclasses import replace

from conferral.credentials.designs import printing
from conferral.credentials.designs.certificate import SPECIMEN
from conferral.credentials.designs.sample import SAMPLE
from conferral.credentials.designs.sample import logo as our_drawing
from conferral.credentials.designs.variables import Issuer
from conferral.foundation.brand import Brand

_WIDTH = 720  # Pixels.


def drawn(brand: Brand) -> bytes:
    """As PNG."""
    issuer = Issuer(brand.name, brand.logo_svg or our_drawing(), brand.registration)
    return printing.png(replace(SAMPLE, issuer=issuer, specimen=SPECIMEN), _WIDTH)


def inline(brand: Brand) -> str:
    """As the address of itself: for what is not stored, or where nothing may be fetched."""
    return f"data:image/png;base64,{base64.b64encode(drawn(brand)).decode()}"
