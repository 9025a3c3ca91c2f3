import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.credentials.designs.guilloche import (
    Line,
    Turned,
    circle,
    frame,
    lattice,
    ring,
    star,
    wave,
)


@given(
    amplitude=st.floats(0.5, 10),
    periods=st.integers(1, 30),
    phase=st.floats(-7, 7),
    along=st.floats(0, 1),
)
def test_a_wave_is_a_sine_to_a_hundredth_of_its_height(
    amplitude: float, periods: int, phase: float, along: float
):
    line = Line(10 + 20j, 1, 100)
    curves = _curves(wave(line, amplitude=amplitude, periods=periods, phase=phase))
    x = 10 + 100 * along
    angle = 2 * math.pi * periods * along + phase
    expected = 20 + amplitude * math.sin(angle)
    assert _height_at(curves, x) == pytest.approx(expected, abs=0.01 * amplitude + 0.02)


def test_a_wave_covers_its_whole_line():
    curves = _curves(wave(Line(0, 1, 50), amplitude=1, periods=4, phase=1))
    assert curves[0][0].real <= 0
    assert curves[-1][3].real >= 50


def test_a_wave_downwards_is_a_wave_to_the_right_turned():
    right = _curves(wave(Line(0, 1, 50), amplitude=3, periods=4, phase=1))
    down = _curves(wave(Line(0, 1j, 50), amplitude=3, periods=4, phase=1))
    for before, after in zip(right, down, strict=True):
        for a, b in zip(before, after, strict=True):
            assert b == pytest.approx(a * 1j, abs=0.02)


@given(petals=st.integers(3, 40), phase=st.floats(-7, 7))
def test_a_ring_has_as_many_petals_as_it_says_and_stays_within(petals: int, phase: float):
    curves = _curves(ring(50 + 50j, 30, amplitude=5, petals=petals, phase=phase))
    distances = [abs(curve[3] - (50 + 50j)) for curve in curves]
    assert sum(distance > 30 for distance in distances) == petals
    assert all(24.9 < distance < 35.1 for distance in distances)


def test_a_lattice_writes_its_curve_once_and_turns_it():
    curve = ring(10 + 10j, 5, amplitude=1, petals=8)
    drawn = lattice("r", Turned(curve, 10 + 10j, (0, math.pi / 2)), "#000", 0.1)
    assert drawn.count(curve) == 1
    assert re.findall(r"rotate\(([^)]*)\)", drawn) == ["0.0000 10 10", "90.0000 10 10"]


def test_a_star_points_upwards():
    assert star(10 + 10j, 5).startswith("M10 5L")


def test_a_circle_and_a_frame_close():
    assert circle(10 + 10j, 5) == "M5 10a5 5 0 0 0 10 0a5 5 0 0 0 -10 0Z"
    assert frame(297, 210, 6.7) == "M6.7 6.7h283.6v196.6h-283.6Z"


def _curves(path: str) -> list[tuple[complex, complex, complex, complex]]:
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]
    points = [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    return [tuple(points[i : i + 4]) for i in range(0, len(points) - 1, 3)]


def _height_at(curves: list[tuple[complex, complex, complex, complex]], x: float) -> float:
    curve = next(curve for curve in curves if curve[0].real <= x <= curve[3].real)
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if _at(curve, middle).real < x else (low, middle)
    return _at(curve, low).imag


def _at(curve: tuple[complex, complex, complex, complex], t: float) -> complex:
    a, b, c, d = curve
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
