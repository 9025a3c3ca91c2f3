"""The visual fingerprint: a rosette that is drawn from the hash of a signed credential.

The certificate and the page that verifies it draw the same one. It is a cue for the eye, no proof.
"""

import math

from conferral.credentials.designs.guilloche import ring, stroke, svg
from conferral.credentials.designs.palette import GOLD, INK

_RADIUS = 66.0  # Millimetres, as on Heritage.
_LINES = 9
_PETALS = ((24, 28, 30, 32, 36, 40), (10, 11, 12, 14, 15, 16), (6, 7, 8, 9, 10, 12))


def rosette(seed: bytes, *, opacity: float = 0.2, width: float = 0.13) -> str:
    """The SVG for a seed of 32 bytes, 132 mm square."""
    outer, middle, inner = (choices[seed[i] % 6] for i, choices in enumerate(_PETALS))
    spread = 1.0 + 1.6 * seed[3] / 255
    waist = 0.58 + 0.06 * seed[4] / 255
    rings = (
        (0.86, 0.12, outer, spread * 2, GOLD),
        (waist, 0.20, middle, spread * 1.4, INK),
        (0.34, 0.22, inner, spread, GOLD),
    )
    woven = (
        stroke(_woven(radius, amplitude, petals, spread), colour, width, opacity)
        for radius, amplitude, petals, spread, colour in rings
    )
    return svg(2 * _RADIUS, 2 * _RADIUS, *woven)


def _woven(radius: float, amplitude: float, petals: int, spread: float) -> list[str]:
    """Two bundles of lines that cross: the same wave and its mirror, each a little later."""
    return [
        ring(
            complex(_RADIUS, _RADIUS),
            radius * _RADIUS,
            amplitude=amplitude * _RADIUS,
            petals=petals,
            phase=mirrored + spread * line / _LINES,
        )
        for mirrored in (0, math.pi)
        for line in range(_LINES)
    ]
