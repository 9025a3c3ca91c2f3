"""Was the promise kept? Certificates issued within so many days of approval or completion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.local_days import LocalDay, Span
from conferral.learning.awards.models import Award


@dataclass(frozen=True)
class Kept:
    """Of the certificates of one period: how many kept the promise, and the median of the days.

    Days are counted from the day on which the clock began: approval or completion.
    """

    issued: int
    in_time: int
    median_days: int | None  # None: nothing was issued.

    @property
    def percent(self) -> int | None:
        return self.in_time * 100 // self.issued if self.issued else None


@dataclass(frozen=True)
class _Some:
    """Awards that were issued on one day and promised by another."""

    issued_on: date
    due_on: date
    count: int

    @property
    def month(self) -> date:
        return self.issued_on.replace(day=1)


def kept(organization: Organization, since: datetime) -> Kept:
    return _kept(_issued(organization, since), organization.issues_within_days)


def kept_per_month(organization: Organization, since: datetime) -> list[tuple[date, Kept]]:
    """Oldest first; months in which nothing was issued are left out."""
    issued = sorted(_issued(organization, since), key=lambda some: some.issued_on)
    promise = organization.issues_within_days
    by_month = groupby(issued, key=lambda some: some.month)
    return [(month, _kept(list(group), promise)) for month, group in by_month]


def _issued(organization: Organization, since: datetime) -> list[_Some]:
    span = Span(organization.zone, since, timezone.now())
    counted = (
        Award.objects.of(organization)
        .filter(issued_at__gte=since, due_on__isnull=False)
        .annotate(day=LocalDay("issued_at", span))
        .values_list("day", "due_on")
        .annotate(count=Count("pk"))
    )
    return [_Some(*row) for row in counted]


def _kept(issued: Sequence[_Some], promise: int) -> Kept:
    count = sum(some.count for some in issued)
    in_time = sum(some.count for some in issued if some.issued_on <= some.due_on)
    days = sorted((_days(some, promise), some.count) for some in issued)
    return Kept(count, in_time, _median(days, count))


def _days(some: _Some, promise: int) -> int:
    """How long it took. The promise as it is now: a changed one moves the days of all alike."""
    began_on = some.due_on - timedelta(days=promise)
    return max(0, (some.issued_on - began_on).days)


def _median(days: Iterable[tuple[int, int]], count: int) -> int | None:
    """The lower one of two. `days`: how long, and how often; sorted."""
    middle = (count + 1) // 2
    for length, times in days:
        middle -= times
        if middle <= 0:
            return length
    return None
