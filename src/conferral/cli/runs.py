"""`conferral runs`: long work that somebody asked for: how far it is, paused, tried again."""

from collections.abc import Callable
from typing import Annotated

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.accounts.models import Person
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions
from conferral.foundation.runs.models import Run
from conferral.oversight.running import wording
from conferral.oversight.running.kinds import kind_of, stuck_of

Key = Annotated[int, typer.Argument(help="As `conferral runs list` says it")]

app = typer.Typer(help="Long work that somebody asked for.", no_args_is_help=True)


@app.command("list")
def list_runs(
    everything: Annotated[bool, typer.Option("--all", help="Also what is over")] = False,
    as_json: AsJson = False,
) -> None:
    """What is running, with how far it is; the newest first."""
    ours = Run.objects.of(the_organization()).select_related("asked_by")
    found = (ours if everything else ours.open()).order_by("-began_at")
    rows = [_row(run) for run in found]
    if as_json:
        print_json(rows)
        return
    headings = ["Run", "Kind", "What", "State", "Done", "Failed", "Stuck", "Total", "By"]
    print_table(headings, [[str(row[name.lower()]) for name in headings] for row in rows])


@app.command()
def pause(run: Key, person: As = "") -> None:
    """Begin nothing more of it; what is under way is finished."""
    _do(run, person, "is paused", actions.pause)


@app.command()
def resume(run: Key, person: As = "") -> None:
    """Go on with what was paused."""
    _do(run, person, "goes on", actions.resume)


@app.command()
def retry(run: Key, person: As = "") -> None:
    """Try once more what has failed, and what gave up."""
    found = _run(run)
    count = actions.retry(found, kind_of(found), acting_person(person, found.organization))
    say(f"Run {run}: {count} more to try.")


@app.command()
def cancel(run: Key, person: As = "") -> None:
    """Leave the rest of it as it is, for good; what is done stays done."""
    _do(run, person, "is cancelled", lambda it, who: actions.cancel(it, kind_of(it), who))


def _do(run: int, person: str, then: str, deed: Callable[[Run, Person], None]) -> None:
    found = _run(run)
    deed(found, acting_person(person, found.organization))
    found.refresh_from_db()
    say(f"Run {run} {then}: {wording.progress(found, kind_of(found))}.")


def _run(pk: int) -> Run:
    found = Run.objects.of(the_organization()).select_related("organization").filter(pk=pk).first()
    if found is None:
        raise Refused(f"There is no run {pk}. Look: conferral runs list --all")
    return found


def _row(run: Run) -> dict[str, object]:
    return {
        "run": run.pk,
        "kind": kind_of(run).name,
        "what": run.what,
        "state": str(run.state),
        "done": run.done,
        "failed": run.failed,
        "stuck": stuck_of(run),
        "total": run.total,
        "by": str(run.asked_by or ""),
        "began": run.began_at,
        "ended": run.ended_at or run.cancelled_at,
    }
