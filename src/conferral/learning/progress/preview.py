"""What an upload would bring, before anything of it is in the register."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Passed, Scored
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.connectors.column_map import MEASURES
from conferral.learning.progress.connectors.columns import ColumnMap, refuse_incomplete
from conferral.learning.progress.connectors.lines import LineReading, Problem
from conferral.learning.progress.connectors.people import PeopleSeen
from conferral.learning.progress.connectors.table import Line
from conferral.learning.progress.connectors.unreadable import Unreadable
from conferral.learning.progress.models import Import
from conferral.learning.progress.reading import Reader, modules_of

ROWS = 10
PROBLEMS = 200
LOOK = 20_000  # Lines: a page must answer within seconds. The import itself reads all.

_PEOPLE = {
    "email": "E-mail",
    "name": "Name",
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "id": "ID in the learning system",
    "course": "Course",
    "cohort": "Cohort",
    "module": "Module",
}
_ASPECTS = {"state": "completed", "date": "date", "score": "score", "percent": "percent"}
_SAID = {"state": "verdict", "date": "date of the verdict"}


@dataclass(frozen=True)
class PreviewRow:
    line: int
    cells: tuple[str, ...]
    learner: str
    outcome: str


@dataclass(frozen=True)
class Preview:
    """Column names with their meanings ("" for none), first rows, and every problem.

    `choices` are the meanings that a person may give to a column, by key; `chosen` says which
    column has each of them now, if any. `missing` says which needed column was not found;
    `unproven` are titles of modules that must be passed, of which the file has scores alone.
    """

    header: tuple[str, ...]
    meanings: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    problems: tuple[Problem, ...]
    problem_count: int
    lines: int  # Those that were looked at; `is_partial` says that the file has more.
    learners: int
    is_partial: bool
    choices: tuple[tuple[str, str], ...]
    chosen: dict[str, int | None]
    missing: str = ""
    unproven: tuple[str, ...] = ()


def preview(batch: Import) -> Preview:
    """Read the file, at most LOOK lines of it; keep the first rows and problems; change nothing."""
    reader = Reader(batch)
    seen, met = _Seen(), PeopleSeen()
    for line in islice(reader.lines_from(0), LOOK):
        reading = _among_others(line, reader, met)
        seen.count(reading)
        if len(seen.rows) < ROWS:
            seen.rows.append(_row(line.number, line.cells, reading))
    labels = _labels(batch)
    return Preview(
        header=reader.columns.header,
        meanings=tuple(_meanings(reader.columns, labels)),
        rows=tuple(seen.rows),
        problems=tuple(seen.problems),
        problem_count=seen.problem_count,
        lines=seen.lines,
        learners=len(seen.people),
        is_partial=seen.lines < batch.lines,
        choices=tuple(labels.items()),
        chosen={key: reader.columns.places.get(key) for key in labels},
        missing=missing_columns(batch),
        unproven=_unproven(batch.target, reader.columns) if batch.target else (),
    )


def missing_columns(batch: Import) -> str:
    """A sentence about the columns that are needed and not known; "" when all are."""
    version = batch.target
    try:
        refuse_incomplete(
            ColumnMap.from_json(batch.columns), modules_of(version) if version else ()
        )
    except Unreadable as unreadable:
        return str(unreadable)
    return ""


def _unproven(version: CourseVersion, columns: ColumnMap) -> tuple[str, ...]:
    """A score is no pass: unless the criterion asks for one, somebody has to say that it is."""
    asked = tuple(criteria.leaves_of(version.criterion))
    enough = {leaf.module for leaf in asked if isinstance(leaf, Scored)}
    passed = {leaf.module for leaf in asked if isinstance(leaf, Passed)} - enough
    scored = {each.module for each in columns.modules if each.is_score_alone}
    return tuple(
        module.title
        for module in modules_of(version)
        if module.code in passed and scored & {module.code, ""}  # "": one column for all modules.
    )


class _Seen:
    """What has been counted so far."""

    def __init__(self) -> None:
        self.rows: list[PreviewRow] = []
        self.problems: list[Problem] = []
        self.problem_count = self.lines = 0
        self.people: set[int] = set()  # Hashes of addresses: some files have many lines a person.

    def count(self, reading: LineReading) -> None:
        self.lines += 1
        if reading.learner:
            self.people.add(hash(reading.learner.email))
        self.problem_count += len(reading.problems)
        self.problems += reading.problems[: PROBLEMS - len(self.problems)]


def _among_others(line: Line, reader: Reader, met: PeopleSeen) -> LineReading:
    """As it will be recorded, as far as the file alone can tell: an address has one owner."""
    reading = reader.read(line)
    if reading.learner is None:
        return reading
    problem = met.meet(line.number, reading.learner, reader.columns).problem
    if problem is None:
        return reading
    return replace(reading, learner=None, completions=(), problems=(problem,))


def _row(number: int, cells: tuple[str, ...], reading: LineReading) -> PreviewRow:
    if reading.problems:
        return PreviewRow(number, cells, "", reading.problems[0].says)
    learner = f"{reading.learner.name} ({reading.learner.email})" if reading.learner else ""
    return PreviewRow(number, cells, learner, ", ".join(_told(reading)) or "enrolled")


def _told(reading: LineReading) -> Iterator[str]:
    if reading.completions:
        failed = sum(completion.passed is False for completion in reading.completions)
        yield f"{len(reading.completions) - failed} completed"
        if failed:
            yield f"{failed} not passed"
    for verdict in reading.verdicts:
        yield f"{verdict.code}: {'yes' if verdict.yes else 'not yet'}"
    for what, value in reading.measures:
        yield f"{what}: {value.normalize():f}"


def _labels(batch: Import) -> dict[str, str]:
    """Every meaning that a column of this course can have, by its key."""
    modules = modules_of(batch.target) if batch.target else ()
    labels = dict(_PEOPLE)
    for module in modules:
        for aspect, word in (_SAID if module.judged else _ASPECTS).items():
            labels[f"module:{module.code}:{aspect}"] = f"{module.title}: {word}"
    labels |= {place: what.capitalize() for place, what in MEASURES.items()}
    return labels | {key: word.capitalize() for key, word in _ASPECTS.items()}


def _meanings(columns: ColumnMap, labels: dict[str, str]) -> Iterator[str]:
    by_index = {index: labels.get(key, key) for key, index in columns.places.items()}
    for index in range(len(columns.header)):
        yield by_index.get(index, "")
