"""A bar chart as plain numbers, drawn at the size in which it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 400, 170  # Pixels.
_LEFT, _FOOT, _HEAD = 34, 22, 10
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    month: date
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Line:
    value: int
    y: float


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


def chart_of(counts: Sequence[tuple[date, int]]) -> Chart:
    """One bar for each month, and a few lines at round numbers."""
    highest = max((count for _, count in counts), default=0)
    step = _round_step(highest)
    top = step * max(1, -(-highest // step))
    slot = (WIDTH - _LEFT) / max(1, len(counts))
    bars = tuple(
        Bar(
            month,
            count,
            x=round(_LEFT + place * slot + slot * 0.18, 1),
            y=_y(count, top),
            width=round(slot * 0.64, 1),
            height=round(_y(0, top) - _y(count, top), 1),
        )
        for place, (month, count) in enumerate(counts)
    )
    lines = tuple(Line(value, _y(value, top)) for value in range(0, top + 1, step))
    return Chart(WIDTH, HEIGHT, _LEFT, bars, lines)


def _y(value: int, top: int) -> float:
    space = HEIGHT - _HEAD - _FOOT
    return round(HEIGHT - _FOOT - space * value / top, 1)


def _round_step(highest: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … of which four reach the top."""
    size = 1
    while True:
        for step in _STEPS:
            if step * size * 4 >= highest:
                return step * size
        size *= 10
