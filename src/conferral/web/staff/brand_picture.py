"""A made-up certificate with the brand of an organization."""

import base64
from dataclasses import replace

from conferral.credentials.delivery.pictures import jpeg_of
from conferral.credentials.designs import printing
from conferral.credentials.designs.certificate import SPECIMEN
from conferral.credentials.designs.sample import SAMPLE
from conferral.credentials.designs.variables import CertificateData, Issuer
from conferral.credentials.issuing import addresses
from conferral.foundation import brand as brands
from conferral.foundation.accounts.models import Organization
from conferral.foundation.brand import Brand

_WIDTH, _SMALL = 720, 420  # Pixels.


def drawn(house: Organization) -> bytes:
    """As PNG, with the brand as it is stored."""
    return printing.png(specimen(house, brands.of(house)), _WIDTH)


def inline(house: Organization, brand: Brand) -> str:
    """As the address of itself: for a brand that is not stored."""
    return _address("png", printing.png(specimen(house, brand), _WIDTH))


def in_a_letter(house: Organization) -> str:
    """As stored, smaller and lighter, for a preview in a frame."""
    return _address("jpeg", jpeg_of(printing.png(specimen(house, brands.of(house)), _SMALL)))


def specimen(house: Organization, brand: Brand) -> CertificateData:
    """Who has earned it is made up; number, address and logo are as they would be."""
    number = f"{house.number_prefix}-7K3M9-QXD2H-8WNC"
    return replace(
        SAMPLE,
        issuer=Issuer(brand.name, brand.logo_svg, brand.registration),
        number=number,
        verify_url=addresses.credential_url(number),
        verify_short=addresses.short_address(),
        is_specimen=True,
        specimen=SPECIMEN,
    )


def _address(kind: str, picture: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
