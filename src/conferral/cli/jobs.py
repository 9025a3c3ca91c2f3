"""`conferral jobs`: what is done by the clock, when it was done last, and what came of it."""

from typing import Annotated

import typer

from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.chores import actions
from conferral.foundation.chores.models import Round
from conferral.foundation.refusal import Refused

As = Annotated[str, typer.Option("--as", help="Your e-mail")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs")]

app = typer.Typer(help="What is done by the clock.", no_args_is_help=True)


@app.command("list")
def list_jobs(as_json: AsJson = False) -> None:
    """Each job with its last run, its result or what went wrong, and its next run."""
    zone = the_organization().zone
    rounds = Round.objects.of(the_organization()).order_by("next_attempt_at", "chore")
    rows = [
        {
            "job": row.chore,
            "every": row.every,
            "last": row.done_at.astimezone(zone).isoformat("T", "minutes") if row.done_at else None,
            "next": row.next_attempt_at.astimezone(zone).isoformat("T", "minutes"),
            "result": row.result,
            "problem": row.problem,
            "gaveUp": row.is_stuck,
        }
        for row in rounds
    ]
    if as_json:
        print_json(rows)
        return
    headings = ["Job", "Every", "Last", "Next", "Result"]
    shown = [[*list(row.values())[:4], row["problem"] or row["result"]] for row in rows]
    print_table(headings, [[str(value or "") for value in row] for row in shown])


@app.command()
def start(
    job: Annotated[str, typer.Argument(help="Its name, as `conferral jobs list` says it")],
    person: As = "",
) -> None:
    """Let the worker do it now, also one that gave up."""
    organization = the_organization()
    row = Round.objects.of(organization).filter(chore=job).first()
    if row is None:
        raise Refused(f"There is no job {job!r}. Look: conferral jobs list")
    actions.do_now(row, acting_person(person, organization))
    say("The worker does it now.")
