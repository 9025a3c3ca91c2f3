"""Engraver's curves as SVG: waves along a strip, rings of petals, stars. Lengths in millimetres.

A point is a complex number: x + y·1j, with y downwards as in SVG. Turning and moving a curve is
then multiplying and adding. Paths are written in whole hundredths of a millimetre, finer than any
printer, because whole numbers are quicker to print; a curve that comes again is written again with
the same digits, because those compress to almost nothing.
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


class Place(NamedTuple):
    """Where a curve that was drawn around 0 comes to stand, turned by radians."""

    at: complex
    turned: float = 0


def wave(length: float, *, amplitude: float, periods: int) -> str:
    """A sine from 0 to the right; it begins and ends a little outside."""
    step = length / (2 * periods)
    nodes = (
        Node(complex(step * (k + 0.5), amplitude * (-1) ** k), complex(step * _REACH))
        for k in range(-1, 2 * periods + 2)
    )
    return _through(nodes)


def ring(centre: complex, radius: float, *, amplitude: float, petals: int) -> str:
    """A circle that swings `petals` times between `radius` ± `amplitude`."""
    step = math.pi / petals
    nodes = []
    for k in range(2 * petals + 1):
        turn = cmath.rect(1, step * (k + 0.5))
        reach = (radius + amplitude * (-1) ** k) * turn
        nodes.append(Node(centre + reach, reach * 1j * step * _REACH))
    return _through(nodes) + "Z"


def star(centre: complex, radius: float, *, points: int = 5, inner: float = 0.4) -> str:
    """A star with one point upwards."""
    corners = (
        centre + cmath.rect(radius * (inner if k % 2 else 1), math.pi * (k / points - 0.5))
        for k in range(2 * points)
    )
    return "M" + "L".join(map(xy, corners)) + "Z"


def circle(centre: complex, radius: float) -> str:
    r = _n(radius)
    half = f"a{r} {r} 0 0 0"
    return f"M{xy(centre - radius)}{half} {_n(2 * radius)} 0{half} {_n(-2 * radius)} 0Z"


def frame(width: float, height: float, inset: float) -> str:
    """A rectangle `inset` from the edges of a sheet."""
    across, down = _n(width - 2 * inset), _n(height - 2 * inset)
    return f"M{_n(inset)} {_n(inset)}h{across}v{down}h-{across}Z"


def line(colour: str, width: float) -> str:
    """How a curve is drawn."""
    return f'fill="none" stroke="{colour}" stroke-width="{_n(width)}"'


def area(colour: str, opacity: float = 1) -> str:
    """How a closed curve is filled."""
    see_through = f' fill-opacity="{opacity:.2g}"' if opacity < 1 else ""
    return f'fill="{colour}"{see_through}'


def drawn(paint: str, *paths: str) -> str:
    """One element for all `paths`, so that crossing lines do not darken."""
    return f'<path {paint} d="{"".join(paths)}"/>'


def repeated(name: str, paint: str, curve: str, places: Iterable[Place]) -> str:
    """The same curve in several places. It has a `name` of its own in the drawing."""
    uses = (f'<use href="#{name}" transform="{_transform(place)}"/>' for place in places)
    return f'<g {paint}><defs><path id="{name}" d="{curve}"/></defs>{"".join(uses)}</g>'


def svg(width: float, height: float, *elements: str) -> str:
    w, h = _n(width), _n(height)
    size = f'width="{width:g}mm" height="{height:g}mm" viewBox="0 0 {w} {h}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(elements)}</svg>'


def xy(point: complex) -> str:
    """A point as it is written in a path."""
    return f"{_n(point.real)} {_n(point.imag)}"


def _through(nodes: Iterable[Node]) -> str:
    return "".join(_segments(iter(nodes)))


def _segments(nodes: Iterator[Node]) -> Iterator[str]:
    last = next(nodes)
    yield f"M{xy(last.at)}"
    for node in nodes:
        yield f"C{xy(last.at + last.handle)} {xy(node.at - node.handle)} {xy(node.at)}"
        last = node


def _transform(place: Place) -> str:
    turn = f"rotate({math.degrees(place.turned):.4f})" if place.turned else ""
    return f"translate({xy(place.at)}){turn}"


def _n(length: float) -> str:
    return str(round(length * 100))
