"""Begin a run and count it, in the transactions of whoever does the work.

    RECALL = Kind("recall", "Recall", "certificate", Right.REVOKE, problems=…, cancel=…)

    # The action that puts the rows on the belt begins the run:
    tracking.begin(RECALL, recall.pk, organization, person, what="Wrong names", total=400)
    # The rows of what is paused do not wait:
    Recalled.objects.due().exclude(recall__in=tracking.held(RECALL))
    # Each slice says, in its own transaction, what it has done:
    tracking.advance(RECALL, recall.pk, done=190, failed=10)

The last slice ends it. A slice and its count commit together, so whatever is killed, and whenever,
each row is counted once. It costs two updates for a slice, however many rows are in it.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.runs.kinds import Kind, Number
from conferral.foundation.runs.models import Run, RunQuerySet

_LONGEST = 200


def begin(
    kind: Kind,
    number: Number,
    organization: Organization,
    person: Person | None,
    *,
    what: str,
    total: int,
) -> Run:
    """`person`: who asked, and is written to at the end. What is empty has ended."""
    now = timezone.now()
    return Run.objects.create(
        organization=organization,
        kind=kind.name,
        number=number,
        what=what[:_LONGEST],
        asked_by=person,
        total=total,
        began_at=now,
        paced_from=now,
        ended_at=None if total else now,
    )


def held(kind: Kind) -> "QuerySet[Run, Any]":
    """The numbers of those that are paused, for a question about rows."""
    return Run.objects.paused().filter(kind=kind.name).values("number")


@transaction.atomic
def advance(kind: Kind, number: Number, *, done: int = 0, failed: int = 0) -> None:
    """So many more of it were done, and so many have failed."""
    of_it, now = _of(kind, number), timezone.now()
    of_it.update(done=F("done") + done, failed=F("failed") + failed, moved_at=now)
    over = of_it.open().filter(total__lte=F("done") + F("failed"))
    over.update(ended_at=now, paused_at=None, paused_by=None)


@transaction.atomic
def count(kind: Kind, number: Number, *, done: int, failed: int = 0) -> None:
    """So many were done by now, counted afresh: for rows that commit one by one."""
    moved = _of(kind, number).exclude(done=done, failed=failed)
    if moved.update(done=done, failed=failed):
        advance(kind, number)


@transaction.atomic
def finish(kind: Kind, number: Number) -> None:
    """Nothing of it is left, whatever was expected at first."""
    _of(kind, number).open().update(total=F("done") + F("failed"))
    advance(kind, number)


def cancel(kind: Kind, number: Number) -> None:
    """Nothing more of it will be done. Called by the action that leaves the rest as it is."""
    over = {"cancelled_at": timezone.now(), "paused_at": None, "paused_by": None}
    _of(kind, number).open().update(**over)


def _of(kind: Kind, number: Number) -> RunQuerySet:
    return Run.objects.filter(kind=kind.name, number=number)
