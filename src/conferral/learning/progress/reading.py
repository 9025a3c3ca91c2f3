"""A stored import as learners and completions: its file, its columns, its course together."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Confirmed, Evaluated, JudgementKind
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.connectors.columns import ColumnMap, ModuleInfo
from conferral.learning.progress.connectors.lines import Context, LineReading, read_line
from conferral.learning.progress.connectors.table import Line, Table
from conferral.learning.progress.models import Import


class Reader:
    """Reads the lines of one import, each for itself: nothing of it grows with the file."""

    def __init__(self, batch: Import) -> None:
        self.table = Table.from_json(batch.table, Path(batch.file.path))
        self.columns = ColumnMap.from_json(batch.columns)
        self._context = _context(batch, timezone.now())

    def lines_from(self, number: int) -> Iterable[Line]:
        return self.table.lines_from(number)

    def read(self, line: Line) -> LineReading:
        return read_line(line, self.columns, self._context)


def modules_of(version: CourseVersion) -> tuple[ModuleInfo, ...]:
    """What files may tell of: the version's modules, and what its criterion lets a human say."""
    modules = [ModuleInfo(module.code, module.title) for module in version.modules.all()]
    for leaf in criteria.leaves_of(version.criterion):
        match leaf:
            case Evaluated(code, title):
                modules.append(ModuleInfo.about(JudgementKind.EVALUATION, code, title))
            case Confirmed(code, title):
                modules.append(ModuleInfo.about(JudgementKind.CONFIRMATION, code, title))
    return tuple(dict.fromkeys(modules))


def _context(batch: Import, now: datetime) -> Context:
    version = batch.target
    if version is None:
        raise ValueError(f"The course {batch.course.code} has no version.")
    return Context(
        course=batch.course.code,
        modules=modules_of(version),
        zone=batch.zone,
        today=now.astimezone(batch.zone).date(),
        course_title=version.title,
    )
