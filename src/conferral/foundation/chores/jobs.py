"""What is done once a day in every organization, soon after its midnight.

A server that slept for a week does each chore once when it wakes: chores ask what the day needs,
so nobody gets seven reminders.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Stage, advance_each
from conferral.foundation.chores.models import Round, RoundQuerySet

_AFTER_MIDNIGHT = timedelta(minutes=5)


@dataclass(frozen=True)
class Chore:
    """`do` is given the organization and its today; it says in words what it has done.

    It runs in one transaction with the note that it ran, and may run again after a crash.
    """

    name: str
    do: Callable[[Organization, date], str]


def stage(chores: Sequence[Chore]) -> Stage:
    by_name = {chore.name: chore for chore in chores}

    def run() -> int:
        _know(by_name)
        due = _due(by_name).select_related("organization")
        return advance_each(due.order_by("next_attempt_at"), lambda row: _do(by_name, row))

    return Stage("chores", lambda: _due(by_name).exists() or _unknown(by_name), run)


def next_day(after: datetime, zone: ZoneInfo) -> datetime:
    """Five minutes past the next midnight that the zone's clocks show."""
    tomorrow = after.astimezone(zone).date() + timedelta(days=1)
    # Through UTC: a midnight that the clocks skip or repeat is still one moment.
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC) + _AFTER_MIDNIGHT


def _due(chores: dict[str, Chore]) -> RoundQuerySet:
    return Round.objects.filter(chore__in=chores).due()


def _unknown(chores: dict[str, Chore]) -> bool:
    rounds = Round.objects.filter(chore__in=chores).count()
    return rounds < Organization.objects.count() * len(chores)


@transaction.atomic
def _know(chores: dict[str, Chore]) -> None:
    """Give every organization, and every chore, its row; those are due at once."""
    Round.objects.bulk_create(
        (
            Round(organization=organization, chore=name)
            for organization in Organization.objects.all()
            for name in chores
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def _do(chores: dict[str, Chore], row: Round) -> None:
    organization, now = row.organization, timezone.now()
    today = now.astimezone(organization.zone).date()
    result = chores[row.chore].do(organization, today)
    Round.objects.filter(pk=row.pk).update(
        day=today,
        done_at=now,
        result=result,
        attempts=0,
        next_attempt_at=next_day(now, organization.zone),
    )
