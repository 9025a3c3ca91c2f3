"""What is done by the clock in every organization: once a day, a week or a month, after midnight.

A server that slept for a week does each chore once when it wakes, in the order in which they are
named: chores ask what the day needs, so nobody gets seven reminders. A clock that was wrong and is
set back makes nothing wait for the years that it had skipped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Stage, advance_each
from conferral.foundation.chores.models import Every, Round, RoundQuerySet

_AFTER_MIDNIGHT = timedelta(minutes=5)
_SET_BACK = timedelta(hours=1)  # A clock that is corrected by less makes nobody do things twice.


@dataclass(frozen=True)
class Chore:
    """`do` is given the organization and its today; it says in words what it has done.

    It runs in one transaction with the note that it ran, and may run again after a crash.
    """

    name: str
    do: Callable[[Organization, date], str]
    every: Every = Every.DAY


def stage(chores: Sequence[Chore]) -> Stage:
    by_name = {chore.name: chore for chore in chores}

    def run() -> int:
        _know(by_name)
        due = _due(by_name).select_related("organization").order_by(_place(by_name), "pk")
        return advance_each(due, lambda row: _do(by_name, row))

    return Stage("chores", lambda: _due(by_name).exists() or _unknown(by_name), run)


def next_round(after: datetime, zone: ZoneInfo, every: Every = Every.DAY) -> datetime:
    """Five minutes past the next midnight that the zone's clocks show, of a day that begins one.

    A week begins with Monday, a month with its first.
    """
    first_day = _begins(after.astimezone(zone).date(), every)
    # Through UTC: a midnight that the clocks skip or repeat is still one moment.
    return datetime.combine(first_day, time(), zone).astimezone(UTC) + _AFTER_MIDNIGHT


def _begins(today: date, every: Every) -> date:
    """The first day after today on which a new one begins."""
    match every:
        case Every.WEEK:
            return today + timedelta(days=7 - today.weekday())
        case Every.MONTH:
            return date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return today + timedelta(days=1)


def _due(chores: dict[str, Chore]) -> RoundQuerySet:
    return Round.objects.filter(chore__in=chores).due() | _from_the_future(chores)


def _place(chores: dict[str, Chore]) -> Case:
    """Chores build on each other: who is reminded of an end reads how it is renewed."""
    return Case(*(When(chore=name, then=Value(place)) for place, name in enumerate(chores)))


def _from_the_future(chores: dict[str, Chore]) -> RoundQuerySet:
    """Those that were done at a moment that is still to come: the clock was wrong then."""
    rounds = Round.objects.filter(chore__in=chores, done_at__gt=timezone.now() + _SET_BACK)
    return rounds.filter(attempts=0)


def _unknown(chores: dict[str, Chore]) -> bool:
    rounds = Round.objects.filter(chore__in=chores).count()
    return rounds < Organization.objects.count() * len(chores)


@transaction.atomic
def _know(chores: dict[str, Chore]) -> None:
    """Give every organization, and every chore, its row; those are due at once."""
    Round.objects.bulk_create(
        (
            Round(organization=organization, chore=name, every=chore.every)
            for organization in Organization.objects.all()
            for name, chore in chores.items()
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def _do(chores: dict[str, Chore], row: Round) -> None:
    """Of two workers who have seen it due, the second finds it done."""
    if _due(chores).select_for_update().filter(pk=row.pk).first() is None:
        return
    organization, now, chore = row.organization, timezone.now(), chores[row.chore]
    today = now.astimezone(organization.zone).date()
    result = chore.do(organization, today)
    Round.objects.filter(pk=row.pk).update(
        every=chore.every,  # As it is by now: an older edition may have known another.
        day=today,
        done_at=now,
        result=result,
        attempts=0,
        next_attempt_at=next_round(now, organization.zone, chore.every),
    )
