"""Begin a run and count it, in the transactions of whoever does the work.

    # A run is about a row. The action that puts its work on the belt begins it:
    tracking.begin(recall, organization, person, what="Wrong names", total=400)
    # The rows of what is paused do not wait:
    Recalled.objects.due().exclude(recall__in=tracking.held(Recall))
    # Each slice says, in its own transaction, what it has done:
    tracking.advance(recall, done=190, failed=10)

The last slice ends it. A slice and its count commit together, so whatever is killed, and whenever,
each row is counted once. It costs two updates for a slice, however many rows are in it. How it is
shown, and what can be done with it, is a `Kind`; `oversight/running` lists all of them.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.runs.models import Run, RunQuerySet

_LONGEST = 200


def begin(
    row: Model, organization: Organization, person: Person | None, *, what: str, total: int
) -> Run:
    """`person`: who asked, and is written to at the end. What is empty has ended."""
    now = timezone.now()
    return Run.objects.create(
        organization=organization,
        kind=row._meta.label,
        number=row.pk,
        what=what[:_LONGEST],
        asked_by=person,
        total=total,
        began_at=now,
        paced_from=now,
        ended_at=None if total else now,
    )


def held(rows: type[Model]) -> "QuerySet[Run, Any]":
    """The keys of those rows whose run is paused, for a question about what waits."""
    return Run.objects.about(rows).paused().values("number")


@transaction.atomic
def advance(row: Model, *, done: int = 0, failed: int = 0) -> None:
    """So many more of it were done, and so many have failed."""
    run, now = of(row), timezone.now()
    run.update(done=F("done") + done, failed=F("failed") + failed, moved_at=now)
    over = run.open().filter(total__lte=F("done") + F("failed"))
    over.update(ended_at=now, paused_at=None, paused_by=None)


@transaction.atomic
def count(row: Model, *, done: int, failed: int = 0) -> None:
    """So many were done by now, counted afresh: for rows that commit one by one."""
    stale = of(row).filter(cancelled_at=None).exclude(done=done, failed=failed)
    if stale.update(done=done, failed=failed):
        advance(row)


@transaction.atomic
def drop(row: Model, how_many: int) -> None:
    """So many of it are gone and will not be tried: their people were forgotten."""
    of(row).open().update(total=F("total") - how_many)
    advance(row)


@transaction.atomic
def finish(row: Model) -> None:
    """Nothing of it is left, whatever was expected at first."""
    of(row).open().update(total=F("done") + F("failed"))
    advance(row)


def cancel(row: Model) -> None:
    """Nothing more of it will be done. Called by the action that leaves the rest as it is."""
    of(row).open().update(cancelled_at=timezone.now(), paused_at=None, paused_by=None)


def of(row: Model) -> RunQuerySet:
    """The run that is about the row, or that is the row; none where none was begun."""
    if isinstance(row, Run):
        return Run.objects.filter(pk=row.pk)
    return Run.objects.about(type(row)).filter(number=row.pk)
