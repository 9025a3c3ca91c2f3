"""Which rounds of moderation wait for whom, and which results wait for a round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from conferral.foundation.accounts.roles import Right
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.moderation import opening, people
from conferral.learning.moderation.models import (
    ModerationRound,
    ModerationRoundQuerySet,
    Opinion,
    Outcome,
)
from conferral.web.shared.access import MemberRequest

_RECENT = 20


@dataclass(frozen=True)
class Waiting:
    """A round that is not over."""

    round: ModerationRound
    drawn: int
    done: int  # Of them, in the stage that runs.
    is_mine: bool  # The reader moderates it, or may and nobody does yet.
    is_overdue: bool


@dataclass(frozen=True)
class Unopened:
    """Results of one version that no round has taken in yet."""

    version: CourseVersion
    count: int
    since: date


@dataclass(frozen=True)
class Queue:
    mine: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    refused: QuerySet[ModerationRound]
    unopened: tuple[Unopened, ...]
    concluded: Iterable[ModerationRound]


def queue_of(request: MemberRequest) -> Queue:
    known = _known(request)
    waiting = [_waiting(request, each) for each in known.open().order_by("due_on", "pk")]
    return Queue(
        mine=tuple(each for each in waiting if each.is_mine),
        others=tuple(each for each in waiting if not each.is_mine),
        refused=known.refused().order_by("pk"),
        unopened=_unopened(request),
        concluded=known.exclude(outcome=Outcome.OPEN).order_by("-concluded_at")[:_RECENT],
    )


def mine(request: MemberRequest) -> list[Waiting]:
    """What waits for the reader, the most urgent first."""
    if Right.MODERATE not in request.rights:
        return []
    waiting = (_waiting(request, each) for each in _known(request).open().order_by("due_on"))
    return [each for each in waiting if each.is_mine]


def _known(request: MemberRequest) -> ModerationRoundQuerySet:
    related = "version__course__organization", "internal_moderator", "external_moderator"
    ours = ModerationRound.objects.of(request.organization).select_related(*related)
    drawn = Q(entrants__place__isnull=False)
    return ours.annotate(entered=Count("entrants"), drawn=Count("entrants", drawn))


def _waiting(request: MemberRequest, the_round: ModerationRound) -> Waiting:
    today = timezone.localdate()
    said = Opinion.objects.filter(entrant__round=the_round, stage=the_round.stage)
    named = people.moderator(the_round, the_round.stage)
    free = named is None and not people.why_not(the_round, the_round.stage, request.user, today)
    return Waiting(
        the_round,
        the_round.entrants.drawn().count(),
        said.count(),
        is_mine=named == request.user or free,
        is_overdue=the_round.is_overdue(today),
    )


def _unopened(request: MemberRequest) -> tuple[Unopened, ...]:
    waiting = opening.unmoderated(request.organization).values_list("enrolment__version")
    counted = {
        key: (count, since)
        for key, count, since in waiting.annotate(
            count=Count("pk"), since=Min("completed_on")
        ).order_by()
    }
    versions = CourseVersion.objects.select_related("course").filter(pk__in=counted)
    return tuple(Unopened(each, *counted[each.pk]) for each in versions.order_by("title", "pk"))
