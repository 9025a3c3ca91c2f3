"""The visual fingerprint: a rosette that is drawn from the hash of a signed credential.

The certificate and the page that verifies it draw the same one. It is a cue for the eye, no proof.
"""

import math

from conferral.credentials.designs.guilloche import Turned, lattice, ring, svg
from conferral.credentials.designs.palette import PALE_GOLD, PALE_INK

_RADIUS = 66.0  # Millimetres, as on Heritage.
_LINES = 9
_PETALS = ((24, 28, 30, 32, 36, 40), (10, 11, 12, 14, 15, 16), (6, 7, 8, 9, 10, 12))


def rosette(seed: bytes, *, width: float = 0.13) -> str:
    """The SVG for a seed of 32 bytes, 132 mm square."""
    outer, middle, inner = (choices[seed[i] % 6] for i, choices in enumerate(_PETALS))
    spread = 1.0 + 1.6 * seed[3] / 255
    waist = 0.58 + 0.06 * seed[4] / 255
    rings = (
        (0.86, 0.12, outer, spread * 2, PALE_GOLD),
        (waist, 0.20, middle, spread * 1.4, PALE_INK),
        (0.34, 0.22, inner, spread, PALE_GOLD),
    )
    woven = (
        lattice(f"r{place}", _bundle(radius, amplitude, petals, spread), colour, width)
        for place, (radius, amplitude, petals, spread, colour) in enumerate(rings)
    )
    return svg(2 * _RADIUS, 2 * _RADIUS, *woven)


def _bundle(radius: float, amplitude: float, petals: int, spread: float) -> Turned:
    """Two bundles of lines that cross: one wave and its mirror, each line turned a little more."""
    centre = complex(_RADIUS, _RADIUS)
    wave = ring(centre, radius * _RADIUS, amplitude=amplitude * _RADIUS, petals=petals)
    phases = (
        mirrored + spread * line / _LINES for mirrored in (0, math.pi) for line in range(_LINES)
    )
    return Turned(wave, centre, tuple(-phase / petals for phase in phases))
