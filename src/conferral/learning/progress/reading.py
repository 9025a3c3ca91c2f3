"""A stored import as learners and completions: its file, its columns, its course together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.connectors.columns import ColumnMap, ModuleInfo
from conferral.learning.progress.connectors.lines import Context, LineReading, read_line
from conferral.learning.progress.connectors.people import PeopleSeen
from conferral.learning.progress.connectors.table import Line, Table
from conferral.learning.progress.models import Import


@dataclass(frozen=True)
class Read:
    """One line as read, and what is to be told about it besides its problems."""

    reading: LineReading
    note: str = ""


class Reader:
    """Reads the lines of one import. It remembers whom it has met, so use one for a whole file."""

    def __init__(self, batch: Import) -> None:
        self.table = Table.from_json(batch.table, Path(batch.file.path))
        self.columns = ColumnMap.from_json(batch.columns)
        self._context = _context(batch, timezone.now())
        self._seen = PeopleSeen()

    def lines_from(self, number: int) -> Iterable[Line]:
        return self.table.lines_from(number)

    def read(self, line: Line) -> Read:
        reading = read_line(line, self.columns, self._context)
        if reading.learner is None:
            return Read(reading)
        meeting = self._seen.meet(line.number, reading.learner, self.columns)
        if meeting.problem:
            refused = replace(reading, learner=None, completions=(), problems=(meeting.problem,))
            return Read(refused)
        return Read(reading, meeting.note)


def modules_of(version: CourseVersion) -> tuple[ModuleInfo, ...]:
    return tuple(ModuleInfo(module.code, module.title) for module in version.modules.all())


def _context(batch: Import, now: datetime) -> Context:
    version = batch.course.current
    if version is None:
        raise ValueError(f"The course {batch.course.code} has no approved version.")
    return Context(
        course=batch.course.code,
        modules=modules_of(version),
        zone=batch.zone,
        today=now.astimezone(batch.zone).date(),
        course_title=version.title,
    )
