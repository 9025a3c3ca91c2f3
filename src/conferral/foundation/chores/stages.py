"""What each stage of the belt did last, noted while it works: for whoever asks whether it does.

A stage runs many times a second when there is much to do, and is not asked at all when there is
nothing. So a note is written once a minute at most, and when it fails or works again; who does
nothing writes nothing.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from conferral.foundation.belt import Stage
from conferral.foundation.chores.models import StageRun

EVERY = timedelta(minutes=1)


@transaction.atomic
def know(names: Iterable[str]) -> None:
    """The stages of this edition, in their order: those that never ran are listed, too."""
    order = list(names)
    StageRun.objects.exclude(stage__in=order).delete()
    StageRun.objects.bulk_create(
        (StageRun(stage=name, place=place) for place, name in enumerate(order)),
        update_conflicts=True,
        unique_fields=["stage"],
        update_fields=["place", "failed_at"],  # Whoever begins knows of no failure.
    )


def noted(stage: Stage) -> Stage:
    """The stage, which leaves a note of what it did."""
    notes = _Notes(stage.name)

    def run() -> int:
        moved = None
        try:
            moved = stage.run()
        finally:
            notes.take(moved, timezone.now())
        return moved

    return replace(stage, run=run)


class _Notes:
    """What this process has to say of one stage, and when it said so last."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._count = 0  # Rows that were moved since.
        self._noted_at: datetime | None = None
        self._failed = False

    def take(self, moved: int | None, now: datetime) -> None:
        """`moved`: None when it failed."""
        failed = moved is None
        self._count += moved or 0
        if failed is not self._failed or ((failed or self._count) and self._is_time(now)):
            self._write(now, failed=failed)

    def _is_time(self, now: datetime) -> bool:
        """A clock that was set back makes nobody wait."""
        return self._noted_at is None or not timedelta() <= now - self._noted_at < EVERY

    def _write(self, now: datetime, *, failed: bool) -> None:
        done = {"ran_at": now, "count": self._count} if self._count else {}
        # Nobody fails because of a note: where the database is away, the next one says it.
        with suppress(DatabaseError, InterfaceError):
            ours = StageRun.objects.filter(stage=self._stage)
            ours.update(failed_at=now if failed else None, **done)
        self._noted_at, self._failed, self._count = now, failed, 0
