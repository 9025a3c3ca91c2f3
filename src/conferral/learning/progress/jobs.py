"""Read confirmed files, a chunk of lines at a time."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.utils import timezone

from conferral.foundation.belt import Stage, advance_each
from conferral.foundation.runs import tracking
from conferral.learning.progress.connectors.table import Line
from conferral.learning.progress.models import Import, ImportQuerySet
from conferral.learning.progress.reading import Reader
from conferral.learning.progress.recording import record_lines

CHUNK = 1000  # Lines to a transaction.


def read_imports() -> int:
    return advance_each(_unread().select_related("course__organization"), read, batch=1)


def read(batch: Import) -> None:
    """Read on from where the last reader stopped, to the end of the file."""
    reader = Reader(batch)
    lines = iter(reader.lines_from(batch.next_line))
    while _read_chunk(batch, reader, lines):
        pass


@transaction.atomic
def _read_chunk(batch: Import, reader: Reader, lines: Iterator[Line]) -> bool:
    """The lines of a chunk, their count and the mark how far we are commit together. True: there
    is more."""
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    if locked.next_line != batch.next_line or locked.read_at:
        return False  # Somebody else, who took us for dead, has read on; or it was stopped.
    if tracking.held(Import).filter(number=batch.pk).exists():
        return False  # It was paused; whoever resumes it reads on from here.
    chunk = list(islice(lines, CHUNK))
    now, fresh = timezone.now(), _unrecorded(batch, chunk)
    readings = {line.number: reader.read(line) for line in fresh}
    refused = record_lines(batch, reader.columns, readings, now)
    tracking.advance(batch, done=len(fresh) - refused, failed=refused)
    if chunk:
        batch.next_line = chunk[-1].number + 1
    if len(chunk) < CHUNK:
        batch.read_at = now
        tracking.finish(batch)
    batch.save(update_fields=["next_line", "read_at"])
    return batch.read_at is None


def _unrecorded(batch: Import, chunk: Sequence[Line]) -> Sequence[Line]:
    """When what was refused is read again, the lines between are in the register already."""
    if not chunk:
        return chunk
    recorded = batch.rows.filter(refused=False, line__range=(chunk[0].number, chunk[-1].number))
    known = set(recorded.values_list("line", flat=True))
    return [line for line in chunk if line.number not in known]


def _unread() -> ImportQuerySet:
    waiting = Import.objects.unread().due().exclude(pk__in=tracking.held(Import))
    return waiting.order_by("pk")


READ_IMPORTS = Stage("read imports", lambda: _unread().exists(), read_imports)
