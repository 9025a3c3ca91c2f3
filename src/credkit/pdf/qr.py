"""A web address as a QR code (ISO/IEC 18004) that a cheap camera reads from paper."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

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
    rows = (_row(y, row) for y, row in enumerate(symbol.matrix, _QUIET_ZONE))
    size = len(symbol.matrix) + 2 * _QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
        f'<path fill="#ffffff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="{dark}" d="{"".join(rows)}"/></svg>'
    )


def _row(y: int, modules: Iterable[int]) -> str:
    """Dark modules that touch become one bar. Filled: a stroke is slower to print."""
    bars, x = [], _QUIET_ZONE
    for is_dark, run in groupby(modules):
        width = len(list(run))
        if is_dark:
            bars.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(bars)
