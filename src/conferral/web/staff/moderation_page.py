"""What the page about a round of moderation shows, to whoever looks at it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.moderation import checking, people, sampling
from conferral.learning.moderation.models import (
    Entrant,
    ModerationRound,
    Opinion,
    Outcome,
    Stage,
)
from conferral.learning.progress.models import ModuleResult
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.moderation_forms import (
    ConcludeForm,
    ModeratorForm,
    OpinionForm,
    RejectForm,
)

_HELD_AT_MOST = 200  # The page names no more; all of them can be rejected at once.


@dataclass(frozen=True)
class Sent:
    """Forms that were sent and could not be accepted, and what was refused."""

    refused: str = ""
    moderator: ModeratorForm | None = None
    opinion: OpinionForm | None = None
    about: int = 0  # Which result the opinion is of.
    conclude: ConcludeForm | None = None
    reject: RejectForm | None = None

    @property
    def status(self) -> int:
        if self.refused:
            return 409
        return 422 if any((self.moderator, self.opinion, self.conclude, self.reject)) else 200


NOTHING_SENT = Sent()


@dataclass(frozen=True)
class Seat:
    """One stage and who has it. `form`: where the reader may name somebody."""

    stage: Stage
    moderator: Person | None
    state: str  # "runs", "upheld", "not upheld", "later".
    form: ModeratorForm | None


@dataclass(frozen=True)
class Sample:
    """One result that was drawn, what is known of it, and what was said."""

    entrant: Entrant
    results: Sequence[ModuleResult]
    opinions: Sequence[Opinion]
    said: Opinion | None  # In the stage that runs.
    form: OpinionForm | None


def shown(
    request: MemberRequest, the_round: ModerationRound, sent: Sent = NOTHING_SENT
) -> HttpResponse:
    samples = _samples(request, the_round, sent)
    live = the_round.entrants.live()
    context = {
        "round": the_round,
        "is_overdue": the_round.is_overdue(timezone.localdate()),
        "seats": _seats(request, the_round, sent),
        "objection": _objection(request, the_round),
        "mine": _is_mine(request, the_round),
        "samples": samples,
        "done": sum(sample.said is not None for sample in samples),
        "entered": the_round.entrants.count(),
        "held": live.select_related("award__enrolment__person").order_by("pk")[:_HELD_AT_MOST],
        "held_count": live.count(),
        "follower": the_round.followed_by.first(),
        "conclude": sent.conclude or ConcludeForm(auto_id="conclude_%s"),
        "reject": sent.reject or RejectForm(auto_id="reject_%s"),
        "moderates": Right.MODERATE in request.rights,
        "sees_evidence": Right.SEE_EVIDENCE in request.rights,
        "sent": sent,
        **_drawn(the_round),
    }
    return render(request, "staff/moderation_round.html", context, status=sent.status)


def tried(
    request: MemberRequest,
    the_round: ModerationRound,
    deed: Callable[[], object],
    sent: Sent = NOTHING_SENT,
) -> HttpResponse:
    """Do it and show the page anew; or show what was refused, with the forms as they were sent."""
    try:
        deed()
    except Refused as refused:
        return shown(request, the_round, replace(sent, refused=str(refused)))
    return redirect("moderation-round", pk=the_round.pk)


def moderator_form(
    request: MemberRequest, the_round: ModerationRound, stage: Stage, data: Any = None
) -> ModeratorForm:
    able = people.candidates(the_round, stage, timezone.localdate())
    return ModeratorForm(data, stage=stage, able=able, you=request.user)


def _samples(request: MemberRequest, the_round: ModerationRound, sent: Sent) -> list[Sample]:
    related = "award__enrolment__person", "award__enrolment__version"
    drawn = the_round.entrants.drawn().select_related(*related)
    known = drawn.prefetch_related(
        "award__enrolment__results__module", "opinions__by", "opinions__document"
    )
    is_mine = _is_mine(request, the_round)
    return [_sample(entrant, the_round, sent, is_mine=is_mine) for entrant in known]


def _sample(entrant: Entrant, the_round: ModerationRound, sent: Sent, *, is_mine: bool) -> Sample:
    results = entrant.award.enrolment.results.all() if entrant.award else ()
    opinions = list(entrant.opinions.all())
    said = next((each for each in opinions if each.stage == the_round.stage), None)
    form = None
    if is_mine:
        form = sent.opinion if sent.about == entrant.pk else None
        form = form or OpinionForm(
            prefix=str(entrant.pk),
            initial={"outcome": said.outcome, "remark": said.remark} if said else None,
        )
    ordered = sorted(results, key=lambda result: (result.module.position, result.module.pk))
    return Sample(entrant, ordered, opinions, said, form)


def _seats(request: MemberRequest, the_round: ModerationRound, sent: Sent) -> list[Seat]:
    stages = list(Stage) if the_round.is_external else [Stage.INTERNAL]
    return [_seat(request, the_round, stage, sent) for stage in stages]


def _seat(request: MemberRequest, the_round: ModerationRound, stage: Stage, sent: Sent) -> Seat:
    state, form = _state(the_round, stage), None
    if Right.MODERATE in request.rights and state in ("runs", "later"):
        bound = sent.moderator if sent.moderator and sent.moderator.prefix == stage else None
        form = bound or moderator_form(request, the_round, stage)
    return Seat(stage, people.moderator(the_round, stage), state, form)


def _state(the_round: ModerationRound, stage: Stage) -> str:
    if stage is Stage.INTERNAL and the_round.internally_upheld_at:
        return "upheld"
    if stage is not the_round.stage:
        return "later" if the_round.outcome == Outcome.OPEN else "not asked"
    return the_round.outcome or "runs"


def _is_mine(request: MemberRequest, the_round: ModerationRound) -> bool:
    is_open = the_round.outcome == Outcome.OPEN
    named = people.moderator(the_round, the_round.stage)
    return is_open and named == request.user and not _objection(request, the_round)


def _objection(request: MemberRequest, the_round: ModerationRound) -> str:
    return people.why_not(the_round, the_round.stage, request.user, timezone.localdate())


def _drawn(the_round: ModerationRound) -> dict[str, Any]:
    """How an auditor draws it again."""
    names = the_round.entrants.values_list("name", flat=True)
    return {
        "commitment": sampling.commitment(the_round.seed.value),
        "list_digest": sampling.digest(names),
        "problems": checking.problems(the_round),
    }
