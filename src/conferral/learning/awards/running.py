"""A batch that a second person has let go, as a run: which of it something else keeps, and what."""

from collections.abc import Iterator

from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.brakes.models import Batch
from conferral.foundation.runs.kinds import Kind, Number, Problem
from conferral.learning.awards import braking
from conferral.learning.awards.models import Award, AwardQuerySet


def _problems(number: Number) -> Iterator[Problem]:
    theirs = Award.objects.filter(batch=number)
    kept = braking.kept_otherwise(theirs) | _stuck(number)
    for award in kept.select_related("enrolment__person").order_by("pk").iterator():
        why = award.problem or award.waits_because or award.rejected_because
        yield Problem(str(award.enrolment.person), why)


def _stuck(number: Number) -> AwardQuerySet:
    """From the first try on: who looks at the batch need not wait for the last one."""
    return Award.objects.free().exclude(problem="").filter(batch=number)


def _call_off(number: Number, person: Person) -> None:
    batch = Batch.objects.select_related("organization").get(pk=number)
    braking.call_off(batch, person, timezone.now())


BATCHES = Kind(
    Batch,
    name="batch",
    unit="certificate",
    past="issued",
    right=Right.RELEASE,
    problems=_problems,
    stuck=_stuck,
    cancel=_call_off,
    then="Papers and letters follow by themselves.",
    amiss="kept back",
)
