"""How background work moves: rows that wait, one step on, many rows to a transaction.

The rows are the queue: whatever stops, they still wait. A batch commits whole or not at all.
When it fails it is halved until the row that fails stands alone; that row waits longer each
time, and after PATIENCE tries a person must look. Nobody waits behind it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.utils import timezone

from conferral.foundation import memory
from conferral.foundation.refusal import NotNow

logger = logging.getLogger(__name__)

BATCH = 1000
PATIENCE = 6
_LONGEST = timedelta(hours=8)
AWAY = (OperationalError, InterfaceError, NotNow)
"""The database is away or busy, or signing has to wait: no row's fault, so no row pays for it."""

Row = TypeVar("Row", bound="Waiting")


@dataclass(frozen=True)
class Stage:
    """One kind of waiting row, moved one step on.

    `waits` says cheaply whether a row is due; `run` takes one batch and returns its size.
    """

    name: str
    waits: Callable[[], bool]
    run: Callable[[], int]


class WaitingQuerySet(models.QuerySet[Row]):
    def due(self) -> Self:
        return self.filter(next_attempt_at__lte=timezone.now(), attempts__lt=self.model.patience)

    def stuck(self) -> Self:
        return self.filter(attempts__gte=self.model.patience)

    def try_again(self) -> int:
        """Make the rows due at once, with all their tries before them. Return how many."""
        return self.update(attempts=0, next_attempt_at=timezone.now())


class Waiting(models.Model):
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    problem = models.TextField(blank=True)  # In words, for staff.

    patience: ClassVar[int] = PATIENCE  # After so many tries a person must look.

    class Meta:
        abstract = True

    @property
    def is_stuck(self) -> bool:
        return self.attempts >= self.patience

    def keep(self, tries: int) -> None:
        """Before it is postponed for what is no fault of its own, such as a server that is away:
        so many tries are left to it afterwards, however often it was in vain."""
        self.attempts = min(self.attempts, self.patience - tries - 1)


def advance(
    due: models.QuerySet[Row], step: Callable[[Sequence[Row]], object], batch: int = BATCH
) -> int:
    """Take one step with up to `batch` due rows, in one transaction. Return how many there were."""
    keys = list(due.values_list("pk", flat=True)[:batch])
    if keys:
        _advance(due, keys, step)
    memory.let_go(len(keys))
    return len(keys)


def advance_each(
    due: models.QuerySet[Row], step: Callable[[Row], object], batch: int = BATCH
) -> int:
    """Take one step with up to `batch` due rows, one by one; `step` makes its own transactions."""
    count = _advance_each(due[:batch], step)
    memory.let_go(count)
    return count


def postpone(row: Waiting, error: Exception) -> None:
    """Let a row wait: two minutes, four, eight … and never longer than a working day."""
    # The words may name people, so they stay in the row; logs tell only what kind of trouble.
    logger.warning("%s %s is postponed: %s", row._meta.label, row.pk, type(error).__name__)
    logger.debug("", exc_info=error)
    row.attempts += 1
    row.next_attempt_at = timezone.now() + min(timedelta(minutes=2**row.attempts), _LONGEST)
    row.problem = str(error) or type(error).__name__
    _same(row).update(
        attempts=row.attempts, next_attempt_at=row.next_attempt_at, problem=row.problem
    )


def _advance(
    due: models.QuerySet[Row], keys: Sequence[Any], step: Callable[[Sequence[Row]], object]
) -> None:
    try:
        with transaction.atomic():
            rows = list(_locked(due.filter(pk__in=keys)))
            if rows:
                step(rows)
                _settle(rows)
    except AWAY:
        raise
    except Exception as error:  # Whatever it is, find the row that has it.
        _isolate(due, keys, step, error)


def _advance_each(due: models.QuerySet[Row], step: Callable[[Row], object]) -> int:
    rows = list(due)
    for row in rows:
        try:
            step(row)
        except AWAY:
            raise
        except Exception as error:  # Whatever else it is, it is this row's trouble.
            postpone(row, error)
        else:
            _settle([row])
    return len(rows)


def _isolate(
    due: models.QuerySet[Row],
    keys: Sequence[Any],
    step: Callable[[Sequence[Row]], object],
    error: Exception,
) -> None:
    if len(keys) == 1:
        for row in due.filter(pk=keys[0]):
            postpone(row, error)
        return
    middle = len(keys) // 2
    _advance(due, keys[:middle], step)
    _advance(due, keys[middle:], step)


def _settle(rows: Sequence[Row]) -> None:
    """What went wrong before has come right: nobody needs to read about it any more."""
    for row in rows:
        if row.problem:
            _same(row).update(problem="")


def _same(row: Row) -> models.QuerySet[Row]:
    # Not save(): the row may have been deleted meanwhile, and that is nobody's trouble.
    return models.QuerySet(type(row)).filter(pk=row.pk)


def _locked(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows  # SQLite has one writer: the transaction itself is the lock.
