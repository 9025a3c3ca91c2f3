"""The engraving of Heritage that is the same on every certificate, drawn once into its folder.

    python -m conferral.credentials.designs.art

writes the files again after a change; a test compares them with what this module draws.
"""

import math
from collections.abc import Iterator
from pathlib import Path

from conferral.credentials.designs.guilloche import (
    Line,
    circle,
    fill,
    frame,
    ring,
    star,
    stroke,
    svg,
    wave,
)
from conferral.credentials.designs.palette import FINE_GOLD, FINE_INK, GOLD, INK, PAPER, SEAL_GOLD

FOLDER = Path(__file__).parent / "heritage"
_WIDTH, _HEIGHT = 297.0, 210.0
_BAND = 12.6  # From the edge of the paper to the middle of the woven band.
_HALF_BAND = 4.1
_BAND_ENDS = 22.5  # The medallions hide where the strips end.
_PERIOD = 14.0


def drawings() -> dict[str, str]:
    """File name → SVG."""
    return {"frame.svg": _frame(), "seal.svg": _seal()}


def _frame() -> str:
    rules = ((6.7, 0.14, GOLD), (7.6, 0.5, INK), (17.5, 0.14, GOLD), (18.3, 0.38, INK))
    corners = [complex(x, y) for x in (15.1, _WIDTH - 15.1) for y in (15.1, _HEIGHT - 15.1)]
    return svg(
        _WIDTH,
        _HEIGHT,
        *(stroke([frame(_WIDTH, _HEIGHT, inset)], colour, width) for inset, width, colour in rules),
        *_bands(),
        *(element for corner in corners for element in _medallion(corner, 11.2)),
    )


def _bands() -> Iterator[str]:
    """Ink weaves with ink, gold with gold a quarter of a period later, over fine gold ripples."""
    for phase in (0, math.pi):
        yield stroke(_strips(_bundle(8, phase, 1.5), 0.97), FINE_INK, 0.12)
    for phase in (math.pi / 2, -math.pi / 2):
        yield stroke(_strips(_bundle(6, phase, 0.9), 0.95), FINE_GOLD, 0.13)
    for height in (0.4, -0.4, 0.24, -0.24, 0.08):
        yield stroke(_strips([0], height, frequency=2), FINE_GOLD, 0.09)


def _bundle(lines: int, phase: float, spread: float) -> list[float]:
    return [phase + spread * (line / (lines - 1) - 0.5) for line in range(lines)]


def _strips(phases: list[float], height: float, frequency: int = 1) -> Iterator[str]:
    """The same lines along all four sides."""
    across, down = _WIDTH - 2 * _BAND_ENDS, _HEIGHT - 2 * _BAND_ENDS
    sides = (
        Line(complex(_BAND_ENDS, _BAND), 1, across),
        Line(complex(_BAND_ENDS, _HEIGHT - _BAND), 1, across),
        Line(complex(_BAND, _BAND_ENDS), 1j, down),
        Line(complex(_WIDTH - _BAND, _BAND_ENDS), 1j, down),
    )
    for side in sides:
        periods = round(side.length / _PERIOD) * frequency
        for phase in phases:
            yield wave(side, amplitude=height * _HALF_BAND, periods=periods, phase=phase)


def _medallion(centre: complex, size: float) -> Iterator[str]:
    edge = ring(centre, size * 0.975, amplitude=size * 0.025, petals=24)
    yield fill(edge, PAPER)
    yield stroke([edge], INK, 0.22)
    yield stroke([ring(centre, size * 0.925, amplitude=size * 0.025, petals=24)], GOLD, 0.1)
    yield stroke(_turned(centre, size * 0.72, size * 0.19, 24, 6), FINE_INK, 0.1)
    yield stroke(_turned(centre, size * 0.4, size * 0.15, 12, 7), FINE_GOLD, 0.1)
    fan = (size * 0.22 * (k / 3 - 1) for k in range(7))
    yield stroke(
        [ring(centre, size * 0.3, amplitude=amplitude, petals=8) for amplitude in fan],
        FINE_INK,
        0.08,
    )
    yield fill(circle(centre, size * 0.1), PAPER)
    yield stroke([circle(centre, size * 0.1)], INK, 0.15)
    yield fill(circle(centre, size * 0.045), GOLD)


def _turned(centre: complex, radius: float, amplitude: float, petals: int, lines: int) -> list[str]:
    """The same ring again and again, turned until it meets itself."""
    return [
        ring(centre, radius, amplitude=amplitude, petals=petals, phase=2 * math.pi * k / lines)
        for k in range(lines)
    ]


def _seal() -> str:
    """Without its lettering, which names the issuer."""
    centre = complex(20, 20)
    edge = ring(centre, 19.35, amplitude=0.45, petals=60)
    return svg(
        40,
        40,
        fill(edge, SEAL_GOLD, 0.16),
        stroke([edge], SEAL_GOLD, 0.3),
        stroke(_turned(centre, 17.55, 1.15, 60, 4), SEAL_GOLD, 0.1),
        fill(circle(centre, 16.1), PAPER),
        stroke([circle(centre, 16.1)], INK, 0.38),
        stroke([circle(centre, 15.5), circle(centre, 10.9)], INK, 0.13),
        stroke(_crossed(centre), FINE_INK, 0.09),
        fill(circle(centre, 6.3), INK),
        stroke([circle(centre, 5.75)], PAPER, 0.16),
        fill(star(centre, 4.1), PAPER),
        *(fill(star(centre + side, 0.85), SEAL_GOLD) for side in (-13.2, 13.2)),
    )


def _crossed(centre: complex) -> list[str]:
    return [
        ring(centre, 8.6, amplitude=1.95, petals=24, phase=mirrored + 1.8 * line / 5)
        for mirrored in (0, math.pi)
        for line in range(5)
    ]


if __name__ == "__main__":
    for name, drawing in drawings().items():
        (FOLDER / name).write_text(drawing)
