"""Days and months of moments where an organization is, asked of the database.

Django asks Python for each row on SQLite: ten microseconds, and thirty thousand certificates are
a third of a second. A zone's distance from UTC seldom changes, so SQLite is told when it does, and
counts for itself. PostgreSQL knows all zones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any, Self

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField
from django.db.models.functions import TruncDate, TruncMonth
from django.db.models.functions.datetime import TruncBase
from django.db.models.sql.compiler import SQLCompiler

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LONGEST = timedelta(days=366 * 50)  # Beyond, the database would be told too much.


@dataclass(frozen=True)
class Span:
    """Moments from `first` to before `end`, and the zone in which they are read."""

    zone: tzinfo
    first: datetime
    end: datetime

    @classmethod
    def of_days(cls, zone: tzinfo, first: date, last: date) -> Self:
        """Both days count, from midnight to midnight there."""
        begin, end = (datetime.combine(day, time(), zone) for day in (first, last + _DAY))
        return cls(zone, begin, end)

    @cached_property
    def offsets(self) -> tuple[tuple[datetime | None, timedelta], ...]:
        """How far its clocks are from UTC, and until when; the last one has no end."""
        return tuple(self._told_offsets())

    def _told_offsets(self) -> Iterator[tuple[datetime | None, timedelta]]:
        here = self.first.astimezone(UTC)
        offset = self._offset(here)
        while here < self.end:
            there = here + _DAY
            if (later := self._offset(there)) != offset:
                yield self._changed(here, there), offset
            here, offset = there, later
        yield None, offset

    def _changed(self, before: datetime, after: datetime) -> datetime:
        """The second in which clocks are changed, between the two."""
        while after - before > _SECOND:
            middle = before + (after - before) // _SECOND // 2 * _SECOND
            is_before = self._offset(middle) == self._offset(before)
            before, after = (middle, after) if is_before else (before, middle)
        return after

    def _offset(self, moment: datetime) -> timedelta:
        return moment.astimezone(self.zone).utcoffset() or timedelta()


class _Local(TruncBase):
    """Gives a date. Outside of the span no clock is changed: whoever asks leaves those rows out."""

    further = ""  # What SQLite does to the day.

    def __init__(self, moment: str, span: Span) -> None:
        super().__init__(moment, output_field=DateField(), tzinfo=span.zone)
        self.span = span

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        if self.span.end - self.span.first > _LONGEST:
            return self.as_sql(compiler, connection)
        moment, parameters = compiler.compile(self.lhs)
        cases, distance = [], "'0 seconds'"
        for until, offset in self.span.offsets:
            distance = f"'{offset // _SECOND} seconds'"
            if until is not None:
                cases.append(f"WHEN {moment} < '{until:%Y-%m-%d %H:%M:%S}' THEN {distance}")
        if cases:
            distance = f"CASE {' '.join(cases)} ELSE {distance} END"
        # Without the fraction: SQLite rounds to milliseconds, and the last of a day to the next.
        day = f"date(substr({moment}, 1, 19), {distance}{self.further})"
        return day, (*parameters,) * (len(cases) + 1)


class LocalDay(_Local, TruncDate):
    """The day on which it was there."""


class LocalMonth(_Local, TruncMonth):
    """The first day of the month in which it was there."""

    further = ", 'start of month'"


class MonthOfDay(TruncMonth):
    """The first day of a day's month: a day has no zone."""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        day, parameters = compiler.compile(self.lhs)
        return f"date({day}, 'start of month')", parameters
