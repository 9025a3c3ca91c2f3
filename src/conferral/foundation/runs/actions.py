"""Pause a run, resume it, try again what has failed, have a letter at its end."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import life
from conferral.foundation.runs.kinds import Kind
from conferral.foundation.runs.life import Verb
from conferral.foundation.runs.models import Run, RunQuerySet

_FASTER = "Somebody was faster. Look again."


@transaction.atomic
def pause(run: Run, person: Person) -> None:
    """The slice that is under way is finished; nothing more is begun."""
    life.after(run.state, Verb.PAUSE)
    _record(run, person, "paused")
    _change(_open(run).filter(paused_at=None), paused_at=timezone.now(), paused_by=person)


@transaction.atomic
def resume(run: Run, person: Person) -> None:
    life.after(run.state, Verb.RESUME)
    _record(run, person, "resumed")
    tried = {"paced_from": timezone.now(), "paced_after": F("done") + F("failed")}
    _change(_open(run).paused(), paused_at=None, paused_by=None, **tried)


@transaction.atomic
def cancel(run: Run, kind: Kind, person: Person) -> None:
    """Leave as it is all with which nothing was done yet; what is done stays done."""
    life.after(run.state, Verb.CANCEL)
    if kind.cancel is None:
        raise Refused("It cannot be cancelled; it can be paused.")
    kind.cancel(run.number, person)


@transaction.atomic
def retry(run: Run, kind: Kind, person: Person) -> int:
    """What has failed, and what gave up, is tried once more. Return how many."""
    life.after(run.state, Verb.RETRY)
    _record(run, person, "retried")
    back = kind.reopen(run.number) if kind.reopen else 0
    woken = kind.stuck(run.number).try_again() if kind.stuck else 0
    if not back + woken:
        raise Refused("Nothing of it has failed that could be tried again.")
    if back:
        begun = {"paced_from": timezone.now(), "paced_after": F("done") + F("failed") - back}
        again = {"failed": F("failed") - back, "ended_at": None, "told_at": None}
        _change(_same(run), settled_at=None, **begun, **again)
    return back + woken


@transaction.atomic
def ask_for_letter(run: Run, person: Person) -> None:
    """Whoever asks is written to when it has ended, however short it was."""
    if run.state not in life.TRANSITIONS[Verb.FINISH]:
        raise Refused("It is over already.")
    _record(run, person, "asked for a letter")
    _change(_open(run), asked_by=person, wants_letter=True)


@transaction.atomic
def settle(run: Run, person: Person) -> None:
    """Somebody has seen to what failed: it need not stand on Today any more."""
    if run.state in life.TRANSITIONS[Verb.FINISH]:
        raise Refused("It is not over.")  # More may fail.
    if not run.failed or run.settled_at:
        raise Refused("Nothing of it needs anybody.")
    _record(run, person, "saw to what failed")
    _change(_same(run), settled_at=timezone.now())


def _record(run: Run, person: Person, deed: str) -> None:
    # Before the row is changed: whoever works takes the lock of the trail first and that of the
    # run last, and in another order the two would wait for each other.
    said = {"about": f"{run.kind}:{run.number}", "what": run.what}
    record(person, f"{deed} a run", run, run.organization, **said)


def _change(rows: RunQuerySet, **values: object) -> None:
    """Of two people at once the second changes nothing, its line in the trail included."""
    if not rows.update(**values):
        raise Refused(_FASTER)


def _open(run: Run) -> RunQuerySet:
    return _same(run).open()


def _same(run: Run) -> RunQuerySet:
    return Run.objects.filter(pk=run.pk)
