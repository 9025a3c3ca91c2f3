"""The visual fingerprint: a rosette that is drawn from the hash of a signed credential.

It is a cue for the eye, no proof.
"""

import math
from typing import NamedTuple

from conferral.credentials.designs.guilloche import drawn, line, ring, svg
from conferral.credentials.designs.palette import PALE_GOLD, PALE_INK

_RADIUS = 66.0  # Millimetres, as on Heritage.
_LINES = 9
_WIDTH = 0.13
_PETALS = ((24, 28, 30, 32, 36, 40), (10, 11, 12, 14, 15, 16), (6, 7, 8, 9, 10, 12))


class Bundle(NamedTuple):
    """One curve that is drawn again and again, turned around its middle.

    `line`: SVG, 132 mm square. `turns`: in degrees.
    """

    line: str
    turns: tuple[float, ...]


def rosette(seed: bytes) -> tuple[Bundle, ...]:
    """What to draw for a seed of 32 bytes, from the rim inwards."""
    outer, middle, inner = (choices[seed[i] % 6] for i, choices in enumerate(_PETALS))
    spread = 1.0 + 1.6 * seed[3] / 255
    waist = 0.58 + 0.06 * seed[4] / 255
    return (
        Bundle(_wave(0.86, 0.12, outer, PALE_GOLD), _turns(outer, spread * 2)),
        Bundle(_wave(waist, 0.20, middle, PALE_INK), _turns(middle, spread * 1.4)),
        Bundle(_wave(0.34, 0.22, inner, PALE_GOLD), _turns(inner, spread)),
    )


def _wave(radius: float, amplitude: float, petals: int, colour: str) -> str:
    centre = complex(_RADIUS, _RADIUS)
    wave = ring(centre, radius * _RADIUS, amplitude=amplitude * _RADIUS, petals=petals)
    return svg(2 * _RADIUS, 2 * _RADIUS, drawn(line(colour, _WIDTH), wave))


def _turns(petals: int, spread: float) -> tuple[float, ...]:
    """Two bundles of lines that cross: one wave and its mirror, each line turned a little more."""
    return tuple(
        -math.degrees(mirrored + spread * place / _LINES) / petals
        for mirrored in (0, math.pi)
        for place in range(_LINES)
    )
