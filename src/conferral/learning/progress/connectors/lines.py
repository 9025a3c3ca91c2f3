"""One line of a table as a learner with what they have completed, or what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from conferral.foundation.accounts.names import BadEmail, BadName, clean_email, clean_name
from conferral.learning.catalog.criteria import JudgementKind, Measurable, Verdict
from conferral.learning.progress.cohort import BadCohort, clean_cohort
from conferral.learning.progress.completion import Completion

from . import dates, scores, states, totals
from .column_map import ColumnMap, Layout, ModuleColumns, ModuleInfo
from .dates import BadDate
from .headers import key
from .readings import Context, Learner, LineReading, Problem, problem_at
from .scores import BadScore
from .states import BadState, State
from .table import Line
from .unreadable import shown

__all__ = ["Context", "Learner", "LineReading", "Problem", "read_line"]


def read_line(line: Line, columns: ColumnMap, context: Context) -> LineReading:
    """Read every cell that means something; one bad cell refuses the line, and all are named."""
    row = _Row(line, columns)
    row.refuse_cells_without_column()
    learner = _learner(row)
    results = tuple(_results(row, context))
    measures, verdicts = tuple(_measures(row)), tuple(_verdicts(row, context))
    cohort = _cohort(row)
    if row.problems:
        return LineReading(None, (), tuple(row.problems))
    completions = tuple(_completion(learner, result, context) for result in results)
    return LineReading(learner, completions, (), measures, verdicts, cohort)


@dataclass(frozen=True)
class _Result:
    module: str
    passed: bool | None
    score: Decimal | None
    completed_at: datetime | None


class _Row:
    """A line whose cells are read by meaning, and the problems met on the way."""

    def __init__(self, line: Line, columns: ColumnMap) -> None:
        self.line, self.columns = line, columns
        self.problems: list[Problem] = []

    def cell(self, index: int | None) -> str:
        return self.line.cells[index] if index is not None and index < len(self.line.cells) else ""

    def problem(self, index: int | None, why: str) -> None:
        at = index or 0
        self.problems.append(problem_at(self.line.number, self.columns, at, self.cell(index), why))

    def refuse_cells_without_column(self) -> None:
        width = len(self.columns.header)
        surplus = next((i for i, c in enumerate(self.line.cells) if i >= width and c.strip()), None)
        if surplus is not None:
            self.problem(
                surplus,
                f"{shown(self.cell(surplus))} stands behind the last column, so cells may be "
                "shifted. Put text that contains the separator in quotation marks.",
            )


def _completion(learner: Learner, result: _Result, context: Context) -> Completion:
    return Completion(
        email=learner.email,
        name=learner.name,
        course=context.course,
        module=result.module,
        passed=result.passed,
        score=result.score,
        completed_at=result.completed_at,
    )


def _learner(row: _Row) -> Learner:
    email = ""
    try:
        email = clean_email(row.cell(row.columns.email))
    except BadEmail as error:
        row.problem(row.columns.email, str(error))
    external_id = row.cell(row.columns.external_id).strip()
    if external_id.startswith("=") or not external_id.isprintable():
        row.problem(
            row.columns.external_id, f"{shown(external_id)} is not an ID. Write it as plain text."
        )
    return Learner(email, _name(row), external_id)


def _name(row: _Row) -> str:
    """The whole name; each part is looked at alone, so that the right column is named."""
    parts = []
    for index in row.columns.name:
        cell = row.cell(index)
        if not cell.strip() and len(row.columns.name) > 1:
            continue
        try:
            parts.append(clean_name(cell))
        except BadName as error:
            row.problem(index, str(error))
            return ""
    if len(parts) == 1:
        return parts[0]
    try:
        return clean_name(" ".join(parts))
    except BadName as error:
        row.problem(row.columns.name[0] if row.columns.name else None, str(error))
        return ""


def _cohort(row: _Row) -> str:
    try:
        return clean_cohort(row.cell(row.columns.cohort))
    except BadCohort as error:
        row.problem(row.columns.cohort, str(error))
        return ""


def _results(row: _Row, context: Context) -> Iterator[_Result]:
    course = row.cell(row.columns.course).strip()
    if course and not context.is_course(course):
        row.problem(
            row.columns.course,
            f"{shown(course)} is not the course {context.course} that this file is for. "
            "Correct the cell or import the row into that course.",
        )
    for columns in row.columns.modules:
        module = _module(row, columns, context)
        if module and not module.judged and (result := _result(row, columns, module, context)):
            yield result


def _measures(row: _Row) -> Iterator[tuple[Measurable, Decimal]]:
    for what, index in row.columns.measures:
        try:
            total = totals.read(row.cell(index), what)
        except BadScore as error:
            row.problem(index, str(error))
        else:
            if total is not None:
                yield what, total


def _verdicts(row: _Row, context: Context) -> Iterator[Verdict]:
    """What a human said, in the columns of what the criterion lets a human say."""
    for columns in row.columns.modules if context.has_judged else ():
        module = _named(row, columns, context)
        if module and module.judged and (verdict := _verdict(row, columns, module, context)):
            yield verdict


def _verdict(
    row: _Row, columns: ModuleColumns, module: ModuleInfo, context: Context
) -> Verdict | None:
    """Yes or not yet, with its date: of several the newest counts."""
    state, moment = _state(row, columns), _moment(row, columns, context)
    if state is State.NOTHING or (state is None and moment is None):
        return None
    if moment is None:
        if state is not State.NOT_COMPLETED:
            why = f"the verdict on {module.title} has no date. Say in a column when it was given."
            row.problem(columns.state, why)
        return None
    yes = state not in {State.FAILED, State.NOT_COMPLETED}
    kind = module.judged or JudgementKind.EVALUATION
    return Verdict(kind, module.word, yes, moment)


def _module(row: _Row, columns: ModuleColumns, context: Context) -> ModuleInfo | None:
    module = _named(row, columns, context)
    if not module and row.columns.layout is Layout.LONG:
        named = row.cell(row.columns.module).strip()
        known = ", ".join(each.code for each in context.modules) or "none yet"
        row.problem(
            row.columns.module,
            f"{shown(named)} is not a module of {context.course}. Its modules are: {known}.",
        )
    return module


def _named(row: _Row, columns: ModuleColumns, context: Context) -> ModuleInfo | None:
    is_long = row.columns.layout is Layout.LONG
    name = row.cell(row.columns.module).strip() if is_long else columns.module
    return context.module_by_key.get(key(name)) if name else None


def _result(
    row: _Row, columns: ModuleColumns, module: ModuleInfo, context: Context
) -> _Result | None:
    """What the row tells about a module, or None when it is not completed."""
    state = _state(row, columns)
    moment = _moment(row, columns, context)
    score = _score(row, columns, module)
    match state:
        case State.NOT_COMPLETED:
            return None
        case State.NOTHING if moment is None:
            return None
        case None if columns.date is not None and moment is None:
            return None
        case None if moment is None and score is None:
            return None
    passed = {State.PASSED: True, State.FAILED: False}.get(state) if state else None
    return _Result(module.code, passed, score, moment)


def _state(row: _Row, columns: ModuleColumns) -> State | None:
    if columns.state is None:
        return None
    try:
        return states.read(row.cell(columns.state))
    except BadState as error:
        row.problem(columns.state, str(error))
        return None


def _moment(row: _Row, columns: ModuleColumns, context: Context) -> datetime | None:
    try:
        return dates.read(
            row.cell(columns.date),
            context.zone,
            context.today,
            month_first=columns.date in row.columns.month_first,
        )
    except BadDate as error:
        row.problem(columns.date, str(error))
        return None


def _score(row: _Row, columns: ModuleColumns, module: ModuleInfo) -> Decimal | None:
    """The percentage where there is one: it does not depend on what a module gives at most."""
    score = _percent(row, columns.percent, scores.HUNDRED)
    return score if score is not None else _percent(row, columns.score, module.max_score)


def _percent(row: _Row, index: int | None, most: Decimal) -> Decimal | None:
    try:
        return scores.read(row.cell(index), most)
    except BadScore as error:
        row.problem(index, str(error))
        return None
