"""A run as its card shows it: how far it is, what can be done with it, and by whom."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice

from django.db.models import Model
from django.template.defaultfilters import date as as_date
from django.urls import reverse
from django.utils import timezone

from conferral.credentials.recalls.models import Recall
from conferral.foundation.accounts.roles import Right
from conferral.foundation.brakes.models import Batch
from conferral.foundation.runs import life, tracking
from conferral.foundation.runs.kinds import Kind, Problem
from conferral.foundation.runs.life import State, Verb
from conferral.foundation.runs.models import Run
from conferral.learning.progress.models import Import
from conferral.oversight.running import wording
from conferral.oversight.running.kinds import kind_of, stuck_of
from conferral.web.shared.access import MemberRequest

_PLACES: dict[type[Model], str] = {Import: "import-progress", Batch: "batch", Recall: "recall"}
"""The pages of those rows that have one; it shows the card of the run."""

_SHOWN_PROBLEMS = 200
_WIDE, _NARROWEST = 1000, 6
_HEADINGS = {
    State.RUNNING: "Under way",
    State.PAUSED: "Paused",
    State.DONE: "Ended",
    State.CANCELLED: "Cancelled",
}


@dataclass(frozen=True)
class Shown:
    """`rights`: of whoever looks."""

    run: Run
    kind: Kind
    rights: AbstractSet[Right]
    now: datetime

    @property
    def place(self) -> str:
        """The page of what it is about, where there is one that whoever looks may see; or none."""
        return _place_of(self.run, self.kind, self.rights)

    @property
    def address(self) -> str:
        return self.place or reverse("run", args=[self.run.pk])

    @property
    def heading(self) -> str:
        return _HEADINGS[self.run.state]

    @property
    def name(self) -> str:
        return f"{self.kind.name.capitalize()}: {self.run.what}"

    @property
    def words(self) -> str:
        return wording.progress(self.run, self.kind)

    @cached_property
    def stuck(self) -> int:
        """How many of its rows gave up."""
        return stuck_of(self.run) if self.is_open else 0

    @property
    def is_open(self) -> bool:
        return self.run.state in life.TRANSITIONS[Verb.FINISH]

    @property
    def time(self) -> str:
        """What can be said of the time, and no more than that."""
        run = self.run
        match run.state:
            case State.PAUSED:
                return f"Paused by {run.paused_by} at {_clock(run.paused_at)}."
            case State.CANCELLED:
                return f"{run.left:,} were left as they were."
            case State.DONE if run.took is not None:
                return f"It took {wording.span(run.took)}. {self.kind.then}".strip()
        if run.is_silent(self.now):
            since = _clock(max(run.paced_from, run.moved_at or run.paced_from))
            return f"Nothing has moved since {since}. If it stays so, see whether a worker runs."
        left = run.time_left(self.now)
        return f"About {wording.span(left)} left." if left is not None else ""

    @property
    def done_wide(self) -> int:
        """How wide the bar is for what is done, of a thousand."""
        return self.run.done * _WIDE // max(1, self.run.total)

    @property
    def failed_wide(self) -> int:
        """Never too narrow to be seen."""
        wide = self.run.failed * _WIDE // max(1, self.run.total)
        return max(wide, _NARROWEST) if self.run.failed else 0

    @property
    def failed_from(self) -> int:
        return min(self.done_wide, _WIDE - self.failed_wide)

    @property
    def may_decide(self) -> bool:
        return self.kind.right in self.rights

    @property
    def may(self) -> frozenset[str]:
        """What can be done with it now, by whoever looks."""
        if not self.may_decide:
            return frozenset()
        possible = {str(verb) for verb in Verb if self.run.state in life.TRANSITIONS[verb]}
        if self.kind.cancel is None:
            possible.discard(Verb.CANCEL)
        if not (self.stuck or (self.kind.reopen and self.run.failed and not self.is_open)):
            possible.discard(Verb.RETRY)
        if self.run.failed and not self.run.settled_at and not self.is_open:
            possible.add("settle")
        if self.is_open and not self.run.wants_letter:
            possible.add("letter")
        return frozenset(possible)

    @cached_property
    def problems(self) -> list[Problem]:
        """The first of them; for those who may read of the people in them."""
        return list(islice(self.kind.problems(self.run.number), _SHOWN_PROBLEMS + 1))

    @property
    def more_problems(self) -> bool:
        return len(self.problems) > _SHOWN_PROBLEMS


def shown(request: MemberRequest, run: Run) -> Shown:
    return Shown(run, kind_of(run), request.rights, timezone.now())


def shown_about(request: MemberRequest, row: Model) -> Shown | None:
    """None: it was done before there were runs."""
    found = tracking.of(row).select_related("asked_by", "paused_by").first()
    return shown(request, found) if found else None


def open_about(request: MemberRequest, rows: type[Model]) -> list[Shown]:
    """What goes on, or is paused, about rows of one model; the newest first."""
    ours = Run.objects.of(request.organization).about(rows).open()
    found = ours.select_related("asked_by", "paused_by").order_by("-began_at")
    return [shown(request, run) for run in found]


def shown_about_each(
    request: MemberRequest, rows: Sequence[Model]
) -> list[tuple[Model, Shown | None]]:
    """Each of the rows, all of one model, with its run if there is one: one question for all."""
    numbers = [row.pk for row in rows]
    found = Run.objects.about(type(rows[0])).filter(number__in=numbers) if rows else ()
    runs = {run.number: shown(request, run) for run in found}
    return [(row, runs.get(row.pk)) for row in rows]


def address_of(run: Run, rights: AbstractSet[Right]) -> str:
    """The page of what it is about, for those who may see that; or its own."""
    return _place_of(run, kind_of(run), rights) or reverse("run", args=[run.pk])


def _place_of(run: Run, kind: Kind, rights: AbstractSet[Right]) -> str:
    place = _PLACES.get(kind.of) if kind.right in rights else None
    return reverse(place, args=[run.number]) if place else ""


def _clock(moment: datetime | None) -> str:
    """With the day, unless it is today."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return as_date(local, "H:i" if local.date() == timezone.localdate() else "j F, H:i")
