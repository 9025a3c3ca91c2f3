"""The engraving of Heritage that is the same on every certificate, drawn once into its folder.

    python -m conferral.credentials.designs.art

writes the files again after a change; a test compares them with what this module draws.
"""

import cmath
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from conferral.credentials.designs.guilloche import (
    Place,
    area,
    circle,
    drawn,
    frame,
    line,
    repeated,
    ring,
    star,
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
_CORNERS = tuple(complex(x, y) for x in (15.1, _WIDTH - 15.1) for y in (15.1, _HEIGHT - 15.1))


class _Side(NamedTuple):
    """Two opposite sides of the frame: how long their strips are, where those begin."""

    name: str
    length: float
    starts: tuple[Place, Place]


_SIDES = (
    _Side(
        "across",
        _WIDTH - 2 * _BAND_ENDS,
        (Place(complex(_BAND_ENDS, _BAND)), Place(complex(_BAND_ENDS, _HEIGHT - _BAND))),
    ),
    _Side(
        "down",
        _HEIGHT - 2 * _BAND_ENDS,
        (
            Place(complex(_BAND, _BAND_ENDS), math.pi / 2),
            Place(complex(_WIDTH - _BAND, _BAND_ENDS), math.pi / 2),
        ),
    ),
)


def drawings() -> dict[str, str]:
    """File name → SVG."""
    return {"frame.svg": _frame(), "seal.svg": _seal()}


def _frame() -> str:
    rules = ((6.7, 0.14, GOLD), (7.6, 0.5, INK), (17.5, 0.14, GOLD), (18.3, 0.38, INK))
    return svg(
        _WIDTH,
        _HEIGHT,
        *(drawn(line(ink, width), frame(_WIDTH, _HEIGHT, inset)) for inset, width, ink in rules),
        *_bands(),
        *_medallions(11.2),
    )


def _bands() -> Iterator[str]:
    """Ink weaves with ink, gold with gold a quarter of a period later, over fine gold ripples."""
    ink, gold = (0.0, math.pi), (math.pi / 2, -math.pi / 2)
    yield from _strips("i", line(FINE_INK, 0.12), _bundles(8, ink, 1.5), 0.97)
    yield from _strips("g", line(FINE_GOLD, 0.13), _bundles(6, gold, 0.9), 0.95)
    for height, phases in ((0.4, ink), (0.24, ink), (0.08, ink[:1])):
        name = f"r{height * 100:.0f}"
        yield from _strips(name, line(FINE_GOLD, 0.09), phases, height, frequency=2)


def _bundles(lines: int, phases: Iterable[float], spread: float) -> tuple[float, ...]:
    return tuple(
        phase + spread * (number / (lines - 1) - 0.5) for phase in phases for number in range(lines)
    )


def _strips(
    name: str, paint: str, phases: tuple[float, ...], height: float, *, frequency: int = 1
) -> Iterator[str]:
    """The same lines along all four sides."""
    for side in _SIDES:
        periods = round(side.length / _PERIOD) * frequency
        curve = wave(side.length, amplitude=height * _HALF_BAND, periods=periods)
        shifts = [_shift(phase, side.length / periods) for phase in phases]
        places = (
            Place(start.at + cmath.rect(shift, start.turned), start.turned)
            for start in side.starts
            for shift in shifts
        )
        yield repeated(f"{name}-{side.name}", paint, curve, places)


def _shift(phase: float, period: float) -> float:
    """How far along a wave of this phase begins: where a medallion still hides its ends."""
    turns = phase / (2 * math.pi)
    return -((turns + 0.25) % 1 - 0.25) * period


def _medallions(size: float) -> Iterator[str]:
    """One in each corner, drawn layer by layer: the same curves follow each other."""
    edge = ring(0, size * 0.975, amplitude=size * 0.025, petals=24)
    yield _cornered("paper", area(PAPER), edge)
    yield _cornered("edge", line(INK, 0.22), edge)
    inner_edge = ring(0, size * 0.925, amplitude=size * 0.025, petals=24)
    yield _cornered("inner-edge", line(GOLD, 0.1), inner_edge)
    outer = ring(0, size * 0.72, amplitude=size * 0.19, petals=24)
    yield _cornered("outer", line(FINE_INK, 0.1), outer, petals=24, lines=6)
    middle = ring(0, size * 0.4, amplitude=size * 0.15, petals=12)
    yield _cornered("middle", line(FINE_GOLD, 0.1), middle, petals=12, lines=7)
    for number in range(7):
        petal = ring(0, size * 0.3, amplitude=size * 0.22 * (number / 3 - 1), petals=8)
        yield _cornered(f"fan{number}", line(FINE_INK, 0.08), petal)
    yield _cornered("hole", area(PAPER), circle(0, size * 0.1))
    yield _cornered("hub", line(INK, 0.15), circle(0, size * 0.1))
    yield _cornered("dot", area(GOLD), circle(0, size * 0.045))


def _cornered(name: str, paint: str, curve: str, *, petals: int = 1, lines: int = 1) -> str:
    places = (Place(corner, turn) for corner in _CORNERS for turn in _turns(petals, lines))
    return repeated(name, paint, curve, places)


def _turns(petals: int, lines: int) -> Iterator[float]:
    """For a ring that is drawn again and again, turned until it meets itself."""
    return (-2 * math.pi * number / lines / petals for number in range(lines))


def _seal() -> str:
    """Without its lettering, which names the issuer."""
    centre = complex(20, 20)
    edge = ring(centre, 19.35, amplitude=0.45, petals=60)
    return svg(
        40,
        40,
        drawn(area(SEAL_GOLD, 0.16), edge),
        drawn(line(SEAL_GOLD, 0.3), edge),
        repeated(
            "rim",
            line(SEAL_GOLD, 0.1),
            ring(0, 17.55, amplitude=1.15, petals=60),
            (Place(centre, turn) for turn in _turns(60, 4)),
        ),
        drawn(area(PAPER), circle(centre, 16.1)),
        drawn(line(INK, 0.38), circle(centre, 16.1)),
        drawn(line(INK, 0.13), circle(centre, 15.5), circle(centre, 10.9)),
        repeated(
            "crossed",
            line(FINE_INK, 0.09),
            ring(0, 8.6, amplitude=1.95, petals=24),
            (Place(centre, turn) for turn in _crossed(24)),
        ),
        drawn(area(INK), circle(centre, 6.3)),
        drawn(line(PAPER, 0.16), circle(centre, 5.75)),
        drawn(area(PAPER), star(centre, 4.1)),
        *(drawn(area(SEAL_GOLD), star(centre + side, 0.85)) for side in (-13.2, 13.2)),
    )


def _crossed(petals: int) -> Iterator[float]:
    for mirrored in (0, math.pi):
        for number in range(5):
            yield -(mirrored + 1.8 * number / 5) / petals


if __name__ == "__main__":
    for name, drawing in drawings().items():
        (FOLDER / name).write_text(drawing)
