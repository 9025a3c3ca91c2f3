"""A web address as a QR code (ISO/IEC 18004) that a cheap camera reads from paper."""

import io
from functools import lru_cache

import segno

_MASK = 2  # All eight are valid; trying each to find the prettiest takes half the time of a page.
_QUIET_ZONE = 3  # Modules. The standard asks for 4; the white card around it adds the rest.


@lru_cache(maxsize=256)
def svg(url: str, dark: str = "#000000") -> str:
    """The symbol as SVG on white, error correction level M.

    The address is in capitals, because those fit the smaller alphanumeric mode: whoever serves it
    must not care about case. Raises ValueError if `url` has a character outside that mode.
    """
    symbol = segno.make(
        url.upper(), error="m", mode="alphanumeric", mask=_MASK, micro=False, boost_error=False
    )
    out = io.BytesIO()
    symbol.save(out, kind="svg", dark=dark, light="#ffffff", border=_QUIET_ZONE, xmldecl=False)
    return out.getvalue().decode()
