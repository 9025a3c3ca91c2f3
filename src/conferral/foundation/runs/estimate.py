"""How long a run will still take, as far as that can be said honestly. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_LONG_ENOUGH = timedelta(seconds=5)
_FAR_ENOUGH = 0.02
_SILENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Pace:
    """`tried` of `total` by `moved_at`, of which `before` had been tried at `since`: when it began,
    or when it was resumed."""

    total: int
    tried: int
    before: int
    since: datetime
    moved_at: datetime | None


def left(pace: Pace, now: datetime) -> timedelta | None:
    """None while too little has been seen, or since nothing has moved for long."""
    if pace.moved_at is None or is_silent(pace, now):
        return None
    took, moved = pace.moved_at - pace.since, pace.tried - pace.before
    if took < _LONG_ENOUGH or moved < max(1.0, pace.total * _FAR_ENOUGH):
        return None
    ends_at = pace.moved_at + took * ((pace.total - pace.tried) / moved)
    return max(timedelta(), ends_at - now)


def is_silent(pace: Pace, now: datetime) -> bool:
    """Whether nothing has moved for so long that somebody should know."""
    return now - max(pace.since, pace.moved_at or pace.since) > _SILENT
