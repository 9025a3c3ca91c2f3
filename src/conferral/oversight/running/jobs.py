"""Whoever asked for long work is written to when it has ended, unless it was over in no time."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conferral.foundation.belt import Stage
from conferral.foundation.mail.models import Message
from conferral.foundation.runs.models import Run
from conferral.oversight.running import wording
from conferral.oversight.running.kinds import kind_of

_LONG = timedelta(minutes=1)
_AT_ONCE = 100
_TEXT = """\
Hello {name},

{what} has ended: {progress}. It took {took}.{then}

{look}:
{address}
"""


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
        if reader and reader.email and (run.wants_letter or took > _LONG):
            yield _letter(run, reader.printed_name, reader.email, took)


def _letter(run: Run, name: str, address: str, took: timedelta) -> Message:
    kind = kind_of(run)
    what = f"The {kind.name} “{run.what}”"
    # What is tried again ends once more, and is told once more: the key has the moment.
    return Message(
        organization=run.organization,
        key=f"run:{run.pk}:{run.ended_at and run.ended_at.timestamp()}",
        to=address,
        subject=f"{what}: {wording.state(run)}"[:200],
        text=_TEXT.format(
            name=name,
            what=what,
            progress=wording.progress(run, kind),
            took=wording.span(took),
            then=f" {kind.then}" if kind.then else "",
            look="What failed, and what to do about it" if run.failed else "Look at it",
            address=f"{settings.SITE_URL}/staff/runs/{run.pk}",
        ),
    )


TELL_OF_RUNS = Stage("tell of runs", lambda: Run.objects.untold().exists(), tell)
