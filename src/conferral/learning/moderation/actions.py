"""Say who moderates, what they think of each result, and what comes of the round."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.models import Document
from conferral.learning.awards import moderating
from conferral.learning.moderation import letters, people
from conferral.learning.moderation.models import (
    Entrant,
    ModerationRound,
    Opinion,
    Outcome,
    Stage,
)
from conferral.learning.moderation.opening import due


@dataclass(frozen=True)
class Said:
    """Of one result. `document`: what the moderator saw or wrote, where there is such a paper."""

    outcome: Outcome
    remark: str = ""
    document: Document | None = None


@transaction.atomic
def assign(
    the_round: ModerationRound, stage: Stage, moderator: Person, person: Person
) -> ModerationRound:
    """Say who moderates; also in somebody's stead. What they said already stays said."""
    fresh = _locked_open(the_round)
    if stage is Stage.EXTERNAL and not fresh.is_external:
        raise Refused("This certificate type asks for no external moderator.")
    if stage is Stage.INTERNAL and fresh.internally_upheld_at:
        raise Refused("The internal moderation is over.")
    if because := people.why_not(fresh, stage, moderator, people.today_at(fresh)):
        raise Refused(f"{moderator} cannot moderate this: {because}")
    field = f"{stage}_moderator"
    setattr(fresh, field, moderator)
    fresh.save(update_fields=[field])
    _record(person, f"named the {stage} moderator", fresh, moderator=moderator.pk)
    if stage is fresh.stage and moderator != person:
        letters.ask(fresh)
    return fresh


@transaction.atomic
def judge(entrant: Entrant, person: Person, said: Said) -> Opinion:
    """Say whether one drawn result is upheld; it can be said otherwise until the stage ends."""
    fresh, remark = _moderated_by(entrant.round, person), said.remark.strip()
    if entrant.place is None:
        raise Refused("This result was not drawn.")
    if said.outcome == Outcome.OPEN:
        raise Refused("Say whether it is upheld.")
    if said.outcome == Outcome.NOT_UPHELD and not remark:
        raise Refused("Say what is wrong with it, so that it can be mended.")
    opinion, _ = Opinion.objects.update_or_create(
        entrant=entrant,
        stage=fresh.stage,
        defaults={
            "outcome": said.outcome,
            "remark": remark,
            "document": said.document,
            "by": person,
            "signed_as": person.printed_name,
            "at": timezone.now(),
        },
    )
    digest = said.document.sha256 if said.document else None
    _record(
        person,
        f"said {said.outcome} of a result",
        fresh,
        result=entrant.name,
        stage=fresh.stage,
        document=digest,
    )
    return opinion


@transaction.atomic
def conclude(
    the_round: ModerationRound, person: Person, outcome: Outcome, because: str = ""
) -> ModerationRound:
    """End the stage. The last one that upholds lets the results of the round go on."""
    fresh, because = _moderated_by(the_round, person), because.strip()
    if why := _unready(fresh, outcome, because):
        raise Refused(why)
    if outcome == Outcome.UPHELD and not fresh.is_last_stage:
        return _pass_on(fresh, person)
    now = timezone.now()
    fresh.outcome, fresh.because, fresh.concluded_at = outcome, because, now
    fresh.save(update_fields=["outcome", "because", "concluded_at"])
    let_go = _let_go(fresh) if outcome == Outcome.UPHELD else 0
    _record(person, f"concluded: {outcome}", fresh, because=because, let_go=let_go)
    letters.tell(fresh)
    return fresh


@transaction.atomic
def reject(
    the_round: ModerationRound,
    person: Person,
    because: str,
    only: Collection[int] | None = None,
) -> int:
    """No certificate is issued of these results of a round that was not upheld.

    `only`: keys of entrants; None: all that it holds. Returns how many.
    """
    fresh, because = _locked(the_round), because.strip()
    if fresh.outcome != Outcome.NOT_UPHELD:
        raise Refused("Only results of a round that was not upheld can be rejected.")
    if because_not := people.why_not(fresh, fresh.stage, person, people.today_at(fresh)):
        raise Refused(because_not)
    if not because:
        raise Refused("Say why: the learners will read it.")
    held = fresh.entrants.live().exclude(award=None)
    chosen = held if only is None else held.filter(pk__in=only)
    found = {entrant.award_id: entrant.pk for entrant in chosen if entrant.award_id}
    if not found:
        raise Refused("Choose results that this round still holds.")
    now = timezone.now()
    ended = moderating.reject(found, because, now)
    fresh.entrants.filter(award__in=ended).update(left_at=now)
    _record(person, "rejected results", fresh, because=because, awards=ended)
    return len(ended)


def _locked(the_round: ModerationRound) -> ModerationRound:
    """The row as it is now; whoever else does something to it waits until we have committed."""
    related = ("version__course__organization", "version__certificate_type")
    rows = ModerationRound.objects.select_related(*related).select_for_update(of=("self",))
    return rows.get(pk=the_round.pk)


def _locked_open(the_round: ModerationRound) -> ModerationRound:
    fresh = _locked(the_round)
    if fresh.outcome != Outcome.OPEN:
        raise Refused(f"This round is over: {fresh.outcome}.")
    return fresh


def _moderated_by(the_round: ModerationRound, person: Person) -> ModerationRound:
    """By this person and now, or Refused."""
    fresh = _locked_open(the_round)
    if because := people.why_not(fresh, fresh.stage, person, people.today_at(fresh)):
        raise Refused(because)
    if people.moderator(fresh, fresh.stage) != person:
        raise Refused(f"You are not its {fresh.stage} moderator. Let yourself be named first.")
    return fresh


def _unready(the_round: ModerationRound, outcome: Outcome, because: str) -> str:
    """Why the stage cannot end like this yet, in words; "" when it can."""
    if outcome == Outcome.OPEN:
        return "Say whether the round is upheld."
    drawn = the_round.entrants.drawn().values_list("pk", "place")
    said = _said(the_round)
    if missing := [place for pk, place in drawn if pk not in said]:
        return f"Number {missing[0]} of the sample is still open."
    if outcome == Outcome.NOT_UPHELD:
        return "" if because else "Say what has to be mended."
    if bad := [place for pk, place in drawn if said[pk] == Outcome.NOT_UPHELD]:
        return f"Number {bad[0]} was not upheld, so the round cannot be."
    return ""


def _said(the_round: ModerationRound) -> dict[int, str]:
    """In the stage that runs: the outcome by the key of the entrant."""
    opinions = Opinion.objects.filter(entrant__round=the_round, stage=the_round.stage)
    return dict(opinions.values_list("entrant", "outcome"))


def _pass_on(the_round: ModerationRound, person: Person) -> ModerationRound:
    """To the external moderator."""
    now = timezone.now()
    the_round.internally_upheld_at = now
    the_round.due_on = due(the_round.version, Stage.EXTERNAL, now)
    the_round.save(update_fields=["internally_upheld_at", "due_on"])
    _record(person, "upheld it internally", the_round)
    letters.ask(the_round)
    return the_round


def _let_go(the_round: ModerationRound) -> int:
    now = timezone.now()
    live = the_round.entrants.live()
    keys = [key for key in live.values_list("award", flat=True) if key is not None]
    count = moderating.uphold(keys, now)
    live.update(left_at=now)
    return count


def _record(person: Person, deed: str, the_round: ModerationRound, **details: object) -> None:
    record(person, deed, the_round, the_round.version.course.organization, **details)
