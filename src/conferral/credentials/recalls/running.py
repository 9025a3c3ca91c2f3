"""A recall as a run: which certificates stay as they are, and which need a person."""

from collections.abc import Iterator

from django.db.models import Q

from conferral.credentials.recalls import actions
from conferral.credentials.recalls.models import Recall, Recalled, RecalledQuerySet
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.runs.kinds import Kind, Number, Problem


def _problems(number: Number) -> Iterator[Problem]:
    rows = Recalled.objects.filter(recall=number).exclude(refused=actions.STOPPED).order_by("pk")
    wrong = rows.filter(~Q(refused="") | ~Q(problem=""))
    columns = ("credential__number", "refused", "problem")
    for certificate, refused, problem in wrong.values_list(*columns).iterator():
        yield Problem(certificate, refused or problem)


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
