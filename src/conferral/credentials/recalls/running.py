"""A recall as a run: which certificates stay as they are, and which need a person."""

from collections.abc import Iterator

from conferral.credentials.recalls import actions
from conferral.credentials.recalls.models import Recall, Recalled, RecalledQuerySet
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.runs.kinds import Kind, Number, Problem, refusals


def _problems(number: Number) -> Iterator[Problem]:
    rows = Recalled.objects.filter(recall=number).exclude(refused=actions.STOPPED)
    return refusals(rows.order_by("pk"), "credential__number")


def _stuck(number: Number) -> RecalledQuerySet:
    return Recalled.objects.open().stuck().filter(recall=number)


def _stop(number: Number, person: Person) -> None:
    actions.stop(Recall.objects.get(pk=number), person)


RECALLS = Kind(
    Recall,
    name="recall",
    unit="certificate",
    past="called back",
    right=Right.REVOKE,
    problems=_problems,
    stuck=_stuck,
    cancel=_stop,
    amiss="left alone",
)
