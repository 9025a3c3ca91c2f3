"""A table of points that is entered, as a run: which of its lines are refused, and why."""

from collections.abc import Iterator

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.runs.kinds import Kind, Number, Problem, refusals
from conferral.learning.renewal import taking_in
from conferral.learning.renewal.models import PointsLine, PointsLineQuerySet, PointsTable


def _problems(number: Number) -> Iterator[Problem]:
    lines = PointsLine.objects.filter(table=number).order_by("number")
    return refusals(lines, "number", called="Line {}".format)


def _stuck(number: Number) -> PointsLineQuerySet:
    return PointsLine.objects.open().stuck().filter(table=number)


def _reopen(number: Number) -> int:
    return taking_in.reopen(PointsTable.objects.get(pk=number))


def _stop(number: Number, person: Person) -> None:
    taking_in.stop(PointsTable.objects.select_related("organization").get(pk=number), person)


POINTS = Kind(
    PointsTable,
    name="table of points",
    unit="line",
    past="entered",
    right=Right.EVALUATE,
    problems=_problems,
    stuck=_stuck,
    reopen=_reopen,
    cancel=_stop,
    then="Whoever has enough of them is renewed within a minute.",
    amiss="refused",
)
