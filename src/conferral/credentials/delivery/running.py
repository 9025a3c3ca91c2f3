"""Letters sent again and certificates stopped, as runs: which were left alone, and why."""

from collections.abc import Iterator

from conferral.credentials.delivery import resending
from conferral.credentials.delivery.models import (
    Resending,
    Resent,
    ResentQuerySet,
    Stop,
    Stopping,
    StopQuerySet,
)
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.runs.kinds import Kind, Number, Problem, refusals


def _problems(number: Number) -> Iterator[Problem]:
    return refusals(Resent.objects.filter(resending=number).order_by("pk"), "credential__number")


def _stuck(number: Number) -> ResentQuerySet:
    return Resent.objects.open().stuck().filter(resending=number)


def _reopen(number: Number) -> int:
    refused = Resent.objects.filter(resending=number).exclude(refused="")
    asked = Resent.objects.open().values("credential")
    return refused.exclude(credential__in=asked).update(done_at=None, refused="", attempts=0)


def _stop(number: Number, person: Person) -> None:
    related = Resending.objects.select_related("organization")
    resending.stop(related.get(pk=number), person)


def _unrevoked(number: Number) -> Iterator[Problem]:
    return refusals(Stop.objects.filter(stopping=number).order_by("pk"), "credential__number")


def _stuck_stops(number: Number) -> StopQuerySet:
    return Stop.objects.open().stuck().filter(stopping=number)


RESENDINGS = Kind(
    Resending,
    name="resending",
    unit="letter",
    past="written",
    right=Right.SEE_MAIL,
    problems=_problems,
    stuck=_stuck,
    reopen=_reopen,
    cancel=_stop,
    then="Each leaves by itself when it is written.",
)
# Nobody cancels one: its letters were stopped with the order, and none of them comes back.
STOPPINGS = Kind(
    Stopping,
    name="stop",
    unit="certificate",
    past="revoked",
    right=Right.REVOKE,
    problems=_unrevoked,
    stuck=_stuck_stops,
    then="No letter about them leaves.",
    amiss="left alone",
)
