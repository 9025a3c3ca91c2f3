"""Read confirmed files, a chunk of lines at a time."""

from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone

from conferral.foundation.belt import Stage, advance_each
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
    """The lines of a chunk and the mark how far we are commit together. True: there is more."""
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    if locked.next_line != batch.next_line or locked.read_at:
        return False  # Somebody else, who took us for dead, has read on.
    chunk = list(islice(lines, CHUNK))
    now = timezone.now()
    readings = {line.number: reader.read(line) for line in chunk}
    record_lines(batch, reader.columns, readings, now)
    if chunk:
        batch.next_line = chunk[-1].number + 1
    if len(chunk) < CHUNK:
        batch.read_at = now
    batch.save(update_fields=["next_line", "read_at"])
    return batch.read_at is None


def _unread() -> ImportQuerySet:
    return Import.objects.unread().due().order_by("pk")


READ_IMPORTS = Stage("read imports", lambda: _unread().exists(), read_imports)
