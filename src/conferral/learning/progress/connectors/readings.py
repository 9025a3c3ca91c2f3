"""What comes out of reading a line: a learner, or problems in sentences; and what must be known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from conferral.learning.catalog.criteria import Measurable, Verdict
from conferral.learning.progress.completion import Completion

from .column_map import ColumnMap, ModuleInfo, letters
from .headers import key
from .unreadable import shown


@dataclass(frozen=True)
class Context:
    """What a file does not say: the course that it is for, its modules, the zone and the day."""

    course: str
    modules: tuple[ModuleInfo, ...]
    zone: ZoneInfo
    today: date
    course_title: str = ""

    @cached_property
    def module_by_key(self) -> dict[str, ModuleInfo]:
        titles = {key(module.title): module for module in reversed(self.modules)}
        words = {key(module.word): module for module in reversed(self.modules)}
        return titles | words | {key(module.code): module for module in self.modules}

    @cached_property
    def has_judged(self) -> bool:
        return any(module.judged for module in self.modules)

    def is_course(self, text: str) -> bool:
        return key(text) in {key(self.course), key(self.course_title or self.course)}


@dataclass(frozen=True)
class Problem:
    """Why a line is refused: `says` names row, column and remedy."""

    line: int
    column: str
    value: str
    says: str


@dataclass(frozen=True)
class Learner:
    email: str
    name: str
    external_id: str


@dataclass(frozen=True)
class LineReading:
    """A learner and what is told of them, or the problems for which the whole line is refused."""

    learner: Learner | None
    completions: tuple[Completion, ...]
    problems: tuple[Problem, ...]
    measures: tuple[tuple[Measurable, Decimal], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    cohort: str = ""  # Empty: the line does not say.


def problem_at(line: int, columns: ColumnMap, index: int, value: str, why: str) -> Problem:
    """A problem in a sentence that begins with row and column."""
    name = columns.called(index)
    column = name if name == letters(index) else shown(name)
    return Problem(line, name, value[:200], f"Row {line}, column {column}: {why}")
