"""What a file would bring: it is read as in earnest, looked at, and then it was never read."""

from datetime import datetime

from django.db import transaction

from conferral.foundation.refusal import Refused
from conferral.learning.progress import jobs
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import missing_columns
from conferral.oversight.reports import dry_run
from conferral.oversight.reports.dry_run import Line


@transaction.atomic
def rehearse(batch: Import, now: datetime, most: int | None = None) -> list[Line]:
    """One line for each learner of the file, of `most` lines if they are not too many.

    A file that has been read already is only looked at. While it is read, SQLite lets nobody else
    write: so a page asks for short files only.
    """
    if batch.read_at is None:
        _refuse(batch, most)
    point = transaction.savepoint()
    try:
        if batch.read_at is None:
            jobs.read(Import.objects.get(pk=batch.pk))
        return list(dry_run.decided(dry_run.of_import(batch), now))
    finally:
        transaction.savepoint_rollback(point)


def _refuse(batch: Import, most: int | None) -> None:
    if missing := missing_columns(batch):
        raise Refused(missing)
    if most is not None and batch.lines > most:
        raise Refused(
            f"The file has {batch.lines:,} lines; more than {most:,} are rehearsed on the command "
            f"line: conferral dry-run import {batch.pk}"
        )
