"""Letters that were written together, for one run: how many of them have left."""

from django.db.models import Count, Exists, OuterRef, Q

from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.foundation.runs import tracking
from conferral.foundation.runs.models import Run, RunQuerySet

_TO_TRY = Q(sent_at=None, stopped_at=None, attempts__lt=PATIENCE)


def count() -> None:
    """Afresh, for every run of letters that goes on: each letter commits by itself.

    Who does not want such letters, or was forgotten, gets none and is not counted; a letter that
    gave up has failed.
    """
    for run in _going_on():
        counted = Message.objects.filter(run=run, stopped_at=None).aggregate(
            total=Count("pk"),
            done=Count("pk", Q(sent_at__isnull=False)),
            failed=Count("pk", Q(sent_at=None, attempts__gte=PATIENCE)),
        )
        total, tried = counted.pop("total"), counted["done"] + counted["failed"]
        Run.objects.filter(pk=run.pk).exclude(total=total).update(total=total)
        tracking.count(run, **counted)
        if tried == total:
            tracking.finish(run)


def is_over() -> bool:
    """Whether of some run nothing is left to send, and nobody has counted that."""
    to_try = Message.objects.filter(_TO_TRY, run=OuterRef("pk"))
    return _going_on().exclude(Exists(to_try)).exists()


def failed(run: Run) -> MessageQuerySet:
    return Message.objects.filter(run=run).unsent().stuck().order_by("pk")


def _going_on() -> RunQuerySet:
    return Run.objects.open().filter(Exists(Message.objects.filter(run=OuterRef("pk"))))
