"""I16: what was moderated was upheld by all who were asked, on a sample that can be drawn again."""

from collections.abc import Iterator

from conferral.credentials.cases.models import Case, Kind
from conferral.credentials.cases.models import Outcome as CaseOutcome
from conferral.learning.awards.models import Award
from conferral.learning.moderation.checking import problems
from conferral.learning.moderation.models import (
    Entrant,
    ModerationRound,
    Opinion,
    Outcome,
    Stage,
)
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named

_CHUNK = 250
_UNMODERATED = "Look who let it pass; revoke what should not have been issued."


def awards() -> Iterator[Finding]:
    """What moderation let go was in a round that was upheld, or an appeal against it was.

    That what it rejected was not issued is a constraint: no such row can be.
    """
    upheld = Entrant.objects.filter(round__outcome=Outcome.UPHELD, award__isnull=False)
    appealed = Case.objects.filter(kind=Kind.APPEAL, outcome=CaseOutcome.UPHELD)
    passed = (
        Award.objects.filter(moderated_at__isnull=False)
        .exclude(pk__in=upheld.values("award"))
        .exclude(enrolment__in=appealed.values("enrolment"))
    )
    for award in passed.order_by("pk").iterator(chunk_size=_CHUNK):
        yield _finding(award, "no round that was upheld let it pass", _UNMODERATED)


def rounds() -> Iterator[Finding]:
    """Every sample can be drawn again; every round that is upheld was upheld result by result."""
    known = ModerationRound.objects.select_related("seed").order_by("pk")
    for the_round in known.iterator(chunk_size=_CHUNK):
        for problem in problems(the_round):
            yield _finding(the_round, problem, FROM_BACKUP)
        if the_round.outcome == Outcome.UPHELD and _unsaid(the_round):
            problem = "it is upheld, and not every result of its sample is"
            yield _finding(the_round, problem, FROM_BACKUP)


def _unsaid(the_round: ModerationRound) -> bool:
    stages = list(Stage) if the_round.is_external else [Stage.INTERNAL]
    upheld = Opinion.objects.filter(entrant__round=the_round, outcome=Outcome.UPHELD)
    drawn = the_round.entrants.drawn()
    return any(
        drawn.exclude(pk__in=upheld.filter(stage=stage).values("entrant")).exists()
        for stage in stages
    )


def _finding(row: Award | ModerationRound, problem: str, remedy: str) -> Finding:
    return Finding(Invariant.MODERATION, named(row), problem, remedy)
