import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.credentials.designs.guilloche import (
    Place,
    circle,
    frame,
    line,
    repeated,
    ring,
    star,
    svg,
    wave,
)


@given(amplitude=st.floats(0.5, 10), periods=st.integers(1, 30), along=st.floats(0, 1))
def test_a_wave_is_a_sine_to_a_hundredth_of_its_height(
    amplitude: float, periods: int, along: float
):
    curves = _curves(wave(100, amplitude=amplitude, periods=periods))
    expected = amplitude * math.sin(2 * math.pi * periods * along)
    assert _height_at(curves, 100 * along) == pytest.approx(expected, abs=0.01 * amplitude + 0.02)


def test_a_wave_covers_its_whole_length():
    curves = _curves(wave(50, amplitude=1, periods=4))
    assert curves[0][0].real <= 0
    assert curves[-1][3].real >= 50


@given(petals=st.integers(3, 40))
def test_a_ring_has_as_many_petals_as_it_says_and_stays_within(petals: int):
    curves = _curves(ring(50 + 50j, 30, amplitude=5, petals=petals))
    distances = [abs(curve[3] - (50 + 50j)) for curve in curves]
    assert sum(distance > 30 for distance in distances) == petals
    assert all(24.9 < distance < 35.1 for distance in distances)


def test_a_repeated_curve_is_written_once_and_put_in_its_places():
    curve = ring(0, 5, amplitude=1, petals=8)
    places = (Place(10 + 20j), Place(30, math.pi / 2))
    drawing = repeated("r", line("#000", 0.1), curve, places)
    assert drawing.count(curve) == 1
    assert re.findall('transform="([^"]*)"', drawing) == [
        "translate(1000 2000)",
        "translate(3000 0)rotate(90.0000)",
    ]


def test_a_drawing_is_as_large_as_it_says_in_hundredths():
    assert 'width="297mm" height="210mm" viewBox="0 0 29700 21000"' in svg(297, 210)


def test_a_star_points_upwards():
    assert star(10 + 10j, 5).startswith("M1000 500L")


def test_a_circle_and_a_frame_close():
    assert circle(10 + 10j, 5) == "M500 1000a500 500 0 0 0 1000 0a500 500 0 0 0 -1000 0Z"
    assert frame(297, 210, 6.7) == "M670 670h28360v19660h-28360Z"


def _curves(path: str) -> list[tuple[complex, complex, complex, complex]]:
    numbers = [int(number) / 100 for number in re.findall(r"-?\d+", path)]
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
