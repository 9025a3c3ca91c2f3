"""Whoever asked for long work is written to when it has ended, unless it was over in no time."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.belt import Stage
from conferral.foundation.mail.models import Message
from conferral.foundation.runs.models import Run
from conferral.foundation.staff.members import in_force
from conferral.oversight.running import letters

_LONG = timedelta(minutes=1)
_AT_ONCE = 100


@transaction.atomic
def tell() -> int:
    ended = Run.objects.untold().select_related("organization", "asked_by").order_by("ended_at")
    runs = list(ended[:_AT_ONCE])
    Message.objects.bulk_create(_letters(runs), ignore_conflicts=True)
    # Only what has not been tried again meanwhile: that ends once more.
    Run.objects.untold().filter(pk__in=[run.pk for run in runs]).update(told_at=timezone.now())
    return len(runs)


def _letters(runs: Sequence[Run]) -> Iterator[Message]:
    for run in runs:
        took, reader = run.took or timedelta(), run.asked_by
        if reader and (run.wants_letter or took > _LONG) and _may_know(reader, run):
            yield letters.ended(run, reader, took)


def _may_know(reader: Person, run: Run) -> bool:
    """Whoever has left the staff, or was forgotten, hears nothing."""
    held = in_force(timezone.now()).filter(person=reader, organization=run.organization)
    return bool(reader.email) and held.exists()


TELL_OF_RUNS = Stage("tell of runs", lambda: Run.objects.untold().exists(), tell)
