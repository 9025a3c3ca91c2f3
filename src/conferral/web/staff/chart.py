"""A bar chart as plain numbers, drawn at the size in which it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conferral.oversight.reports.register import Month

WIDTH, HEIGHT = 310, 150  # Pixels.
_LEFT, _FOOT, _HEAD = 26, 22, 10
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """Two on top of each other: those with accreditation below, the others from `y` on."""

    month: date
    count: int
    accredited: int
    x: float
    y: float
    width: float
    height: float
    accredited_y: float
    accredited_height: float

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

    @property
    def accredited(self) -> int:
        return sum(bar.accredited for bar in self.bars)


def chart_of(months: Sequence[Month]) -> Chart:
    """One bar for each month, and a few lines at round numbers."""
    highest = max((month.issued for month in months), default=0)
    step = _round_step(highest)
    top = step * max(1, -(-highest // step))
    bars = tuple(_bar(place, month, len(months), top) for place, month in enumerate(months))
    lines = tuple(Line(value, _y(value, top)) for value in range(0, top + 1, step))
    return Chart(WIDTH, HEIGHT, _LEFT, bars, lines)


def _bar(place: int, month: Month, among: int, top: int) -> Bar:
    slot = (WIDTH - _LEFT) / among
    y, accredited_y, foot = (_y(value, top) for value in (month.issued, month.accredited, 0))
    return Bar(
        month.first,
        month.issued,
        month.accredited,
        x=round(_LEFT + place * slot + slot * 0.18, 1),
        y=y,
        width=round(slot * 0.64, 1),
        height=round(accredited_y - y, 1),
        accredited_y=accredited_y,
        accredited_height=round(foot - accredited_y, 1),
    )


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
