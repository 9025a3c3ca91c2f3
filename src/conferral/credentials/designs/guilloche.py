"""Engraver's curves as SVG: waves along a strip, rings of petals, stars. Lengths in millimetres.

A point is a complex number: x + y·1j, with y downwards as in SVG. Turning and moving a curve is
then multiplying and adding.
"""

import cmath
import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# From one extremum of a sine to the next, one cubic Bézier is enough if its handles reach this
# part of the way: the error stays below a thousandth of the amplitude.
_REACH = 0.3642


class Node(NamedTuple):
    """A point that a curve goes through, and the handle with which it leaves."""

    at: complex
    handle: complex


class Line(NamedTuple):
    start: complex
    direction: complex  # Of length 1.
    length: float


class Turned(NamedTuple):
    """One curve several times, turned around a point by angles in radians."""

    path: str
    centre: complex
    angles: tuple[float, ...]


def wave(along: Line, *, amplitude: float, periods: int, phase: float = 0) -> str:
    """A sine along a line; it begins and ends a little outside."""
    step = along.direction * along.length / (2 * periods)
    across = along.direction * 1j * amplitude
    first = math.floor(phase / math.pi - 0.5)
    nodes = (
        Node(
            along.start + step * (k + 0.5 - phase / math.pi) + across * (-1) ** k,
            step * _REACH,
        )
        for k in range(first, first + 2 * periods + 3)
    )
    return _through(nodes)


def ring(centre: complex, radius: float, *, amplitude: float, petals: int, phase: float = 0) -> str:
    """A circle that swings `petals` times between `radius` ± `amplitude`."""
    step = math.pi / petals
    nodes = []
    for k in range(2 * petals + 1):
        turn = cmath.rect(1, step * (k + 0.5) - phase / petals)
        reach = (radius + amplitude * (-1) ** k) * turn
        nodes.append(Node(centre + reach, reach * 1j * step * _REACH))
    return _through(nodes) + "Z"


def star(centre: complex, radius: float, *, points: int = 5, inner: float = 0.4) -> str:
    """A star with one point upwards."""
    corners = (
        centre + cmath.rect(radius * (inner if k % 2 else 1), math.pi * (k / points - 0.5))
        for k in range(2 * points)
    )
    return "M" + "L".join(map(_xy, corners)) + "Z"


def circle(centre: complex, radius: float) -> str:
    r = _n(radius)
    half = f"a{r} {r} 0 0 0"
    return f"M{_xy(centre - radius)}{half} {_n(2 * radius)} 0{half} {_n(-2 * radius)} 0Z"


def frame(width: float, height: float, inset: float) -> str:
    """A rectangle `inset` from the edges of a sheet."""
    across, down = _n(width - 2 * inset), _n(height - 2 * inset)
    return f"M{_n(inset)} {_n(inset)}h{across}v{down}h-{across}Z"


def stroke(paths: Iterable[str], colour: str, width: float, opacity: float = 1) -> str:
    """One element for all `paths`, so that crossing lines do not darken."""
    see_through = f' stroke-opacity="{_n(opacity)}"' if opacity < 1 else ""
    line = f'stroke="{colour}" stroke-width="{_n(width)}"{see_through}'
    return f'<path fill="none" {line} d="{"".join(paths)}"/>'


def lattice(name: str, curves: Turned, colour: str, width: float) -> str:
    """The curves as one drawing. The curve is written once, under a `name` of its own."""
    x, y = _n(curves.centre.real), _n(curves.centre.imag)
    turned = (
        f'<use href="#{name}" transform="rotate({math.degrees(angle):.4f} {x} {y})"/>'
        for angle in curves.angles
    )
    curve = f'<defs><path id="{name}" d="{curves.path}"/></defs>'
    line = f'fill="none" stroke="{colour}" stroke-width="{_n(width)}"'
    return f"<g {line}>{curve}{''.join(turned)}</g>"


def fill(path: str, colour: str, opacity: float = 1) -> str:
    see_through = f' fill-opacity="{_n(opacity)}"' if opacity < 1 else ""
    return f'<path fill="{colour}"{see_through} d="{path}"/>'


def svg(width: float, height: float, *elements: str) -> str:
    w, h = _n(width), _n(height)
    size = f'width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(elements)}</svg>'


def _through(nodes: Iterable[Node]) -> str:
    return "".join(_segments(iter(nodes)))


def _segments(nodes: Iterator[Node]) -> Iterator[str]:
    last = next(nodes)
    yield f"M{_xy(last.at)}"
    for node in nodes:
        yield f"C{_xy(last.at + last.handle)} {_xy(node.at - node.handle)} {_xy(node.at)}"
        last = node


def _xy(point: complex) -> str:
    return f"{_n(point.real)} {_n(point.imag)}"


def _n(length: float) -> str:
    """Hundredths of a millimetre: finer than any printer."""
    text = f"{length:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
