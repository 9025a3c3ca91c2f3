"""Who would get a certificate now, and why not the others: decided as the belt does, not written.

The same functions decide that decide in earnest. What is missing is named in the learner's words,
what an earned certificate waits for in those of staff.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from django.db import transaction

from conferral.credentials.issuing import signable
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.foundation.brakes.models import Batch
from conferral.learning.awards import braking, hindsight, keeping_back
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor, settle
from conferral.learning.awards.standings import standings
from conferral.learning.catalog.criteria import State
from conferral.learning.progress import facts
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet, Import

_CHUNK = 1000


class Outcome(StrEnum):
    """What comes of an enrolment if everything that waits were moved on now."""

    GETS = "gets it"
    HAS = "has it"
    WAITS = "must wait"
    NOT_YET = "not yet"
    NEVER = "gets none"

    @property
    def of_many(self) -> str:
        """The same of none, or of more than one."""
        return self.replace("gets", "get").replace("has", "have")


@dataclass(frozen=True)
class Line:
    """`why`: a sentence for each thing that is missing or waited for; the number of who has it."""

    enrolment: Enrolment
    outcome: Outcome
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How many lines of each outcome; `held`: why those who get it would wait for a second person,
    empty where they would not."""

    counts: Counter[Outcome]
    held: str


def of_import(batch: Import) -> EnrolmentQuerySet:
    """The learners of a file that has been read."""
    return Enrolment.objects.filter(import_rows__batch=batch).distinct()


def of_batch(batch: Batch, now: datetime) -> Iterator[Line]:
    """Everybody in a held batch, as if it were let go; of who gets it, what they have done."""
    enrolments = Enrolment.objects.filter(award__batch=batch)
    for line in decided(enrolments, now, let_go=batch.is_open):
        done = line.outcome is Outcome.GETS and not line.why
        yield replace(line, why=_done(line.enrolment)) if done else line


def decided(
    enrolments: EnrolmentQuerySet, now: datetime, *, let_go: bool = False
) -> Iterator[Line]:
    """One line for each, in their order; so many queries for a thousand, however they stand.

    `let_go`: as if nobody held any of them.
    """
    rows = enrolments.select_related("person").order_by("pk").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        yield from _decided(chunk, now, let_go=let_go)
        facts.forget(chunk)


def tally(lines: Iterable[Line], now: datetime) -> Tally:
    """`lines`: of one organization."""
    counts: Counter[Outcome] = Counter()
    organization = None
    for line in lines:
        counts[line.outcome] += 1
        organization = line.enrolment.version.course.organization
    if organization is None:
        return Tally(counts, held="")
    return Tally(counts, _held(organization, counts[Outcome.GETS], now))


def _held(organization: Organization, count: int, now: datetime) -> str:
    """Why so many more would wait for a second person; empty where they would not."""
    if count and Batch.objects.of(organization).open().exists():
        return "A batch waits for a second person already: these would join it."
    today = braking.gone_today(organization, now) + count
    if braking.usual_of(organization, now).is_exceeded_by(today):
        return "So many in one day are unusual: a second person would have to let them go."
    return ""


@transaction.atomic  # Versions are read under a lock, as in earnest.
def _decided(enrolments: Sequence[Enrolment], now: datetime, *, let_go: bool) -> list[Line]:
    facts.know(enrolments)
    known = {award.enrolment_id: award for award in Award.objects.filter(enrolment__in=enrolments)}
    numbers = _numbers(known.values())
    kept_back = keeping_back.foreseen(enrolments)
    earned = {
        each.pk: known.get(each.pk) or _would_be(each, kept_back.get(each.pk, ""), now)
        for each in enrolments
        if each.pk in known or each.decision.met
    }
    waiting = [award for award in earned.values() if not (award.issued_at or award.rejected_at)]
    for award in waiting if let_go else ():
        award.held_because = ""  # In memory only.
    for award, standing in zip(waiting, standings(waiting, now), strict=True):
        settled = settle(standing)
        award.waits_for, award.waits_because = settled.waits_for, settled.because
    return [_line(each, earned.get(each.pk), numbers, now) for each in enrolments]


def _done(enrolment: Enrolment) -> tuple[str, ...]:
    steps = enrolment.decision.steps
    return tuple(f"Done: {step.words}" for step in steps if step.state is State.DONE)


def _numbers(awards: Iterable[Award]) -> dict[int, str]:
    current = Credential.objects.current().filter(award__in=[award.pk for award in awards])
    return dict(current.values_list("award", "number"))


def _would_be(enrolment: Enrolment, held_because: str, now: datetime) -> Award:
    """The award that the belt would make, never saved."""
    today = now.astimezone(enrolment.version.course.organization.zone).date()
    said = hindsight.known_of(enrolment, today)
    return Award(
        enrolment=enrolment,
        earned_at=now,
        completed_on=said.completed_on,
        held_because=held_because,
    )


def _line(
    enrolment: Enrolment, award: Award | None, numbers: dict[int, str], now: datetime
) -> Line:
    if award is None:
        missing = (step for step in enrolment.decision.steps if step.state is not State.DONE)
        return Line(enrolment, Outcome.NOT_YET, tuple(step.words for step in missing))
    if award.issued_at:
        return Line(enrolment, Outcome.HAS, (numbers.get(award.pk, ""),))
    if award.rejected_at:
        return Line(enrolment, Outcome.NEVER, (award.rejected_because,))
    if award.waits_for != WaitsFor.NOTHING:
        return Line(enrolment, Outcome.WAITS, (award.waits_because,))
    if why_not := signable.obstacle(award, now):
        return Line(enrolment, Outcome.WAITS, (why_not,))
    return Line(enrolment, Outcome.GETS, (award.problem,) if award.problem else ())
