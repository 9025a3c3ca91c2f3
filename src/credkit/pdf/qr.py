"""A web address, perhaps with a stub, as a QR code (ISO/IEC 18004) that a cheap camera reads."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import cast

import segno

from credkit.cose import stub

_DENSE = 57  # Modules a side. With more, the correction of errors gives way to larger modules.
_DENSEST = 65  # What is more is too fine for a cheap camera.
_MASK = 2  # All eight are valid; trying each to find the prettiest takes half the time of a page.
_QUIET_ZONE = 3  # Modules. The standard asks for 4; the white card around it adds the rest.


@lru_cache(maxsize=256)
def svg(url: str, dark: str = "#000000", digits: str = "") -> str:
    """The symbol as SVG on white, error correction level M.

    The address is in capitals, because those fit the smaller alphanumeric mode: whoever serves it
    must not care about case. `digits`: go into its fragment, after "#1."; with many of them the
    level is L, and with more than that they are left out. Raises ValueError if `url` has a
    character outside that mode.
    """
    symbol = _with_digits(url, digits) if digits else None
    symbol = symbol or segno.make(
        url.upper(), error="m", mode="alphanumeric", mask=_MASK, micro=False, boost_error=False
    )
    rows = (_row(y, row) for y, row in enumerate(symbol.matrix, _QUIET_ZONE))
    size = len(symbol.matrix) + 2 * _QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
        f'<path fill="#ffffff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="{dark}" d="{"".join(rows)}"/></svg>'
    )


def _with_digits(url: str, digits: str) -> segno.QRCode | None:
    """Each part in the mode that holds it most densely; None if that is not dense enough."""
    parts = cast("str", [url.upper(), f"#{stub.VERSION}", digits])  # As segno.encoder takes them.
    symbol = segno.make(parts, error="m", mask=_MASK, micro=False, boost_error=False)
    if len(symbol.matrix) > _DENSE:
        symbol = segno.make(parts, error="l", mask=_MASK, micro=False, boost_error=False)
    return symbol if len(symbol.matrix) <= _DENSEST else None


def _row(y: int, modules: Iterable[int]) -> str:
    """Dark modules that touch become one bar. Filled: a stroke is slower to print."""
    bars, x = [], _QUIET_ZONE
    for is_dark, run in groupby(modules):
        width = len(list(run))
        if is_dark:
            bars.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(bars)
