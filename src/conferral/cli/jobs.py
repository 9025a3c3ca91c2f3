"""`conferral jobs`: what is done by itself, by the belt and by the clock, and what came of it."""

from datetime import datetime
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_json, print_rows, print_table, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.accounts.models import Organization
from conferral.foundation.chores import actions
from conferral.foundation.chores.models import Round
from conferral.foundation.refusal import Refused
from conferral.oversight.reports import belt as report

app = typer.Typer(help="What is done by itself, and what came of it.", no_args_is_help=True)


@app.command("list")
def list_jobs(as_json: AsJson = False) -> None:
    """Each job with its last run, its result or what went wrong, and its next run."""
    organization = the_organization()
    rounds = Round.objects.of(organization).order_by("next_attempt_at", "chore")
    rows = [
        {
            "job": row.chore,
            "every": row.every,
            "last": _said(row.done_at, organization),
            "next": _said(row.next_attempt_at, organization),
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
def belt(as_json: AsJson = False) -> None:
    """Each stage: when it last moved something, and what waits for it since when."""
    organization = the_organization()
    stages = report.belt(organization, timezone.now())
    rows = [
        {
            "stage": each.stage,
            "last": _said(each.ran_at, organization),
            "moved": each.count,
            "failed": _said(each.failed_at, organization),
            "waiting": each.waiting,
            "oldest": _said(each.oldest, organization),
            "next": _said(each.next_at, organization),
        }
        for each in stages
    ]
    if as_json:
        print_json({"worker": report.is_moving(), "stages": rows})
        return
    headings = ["Stage", "Last", "Moved", "Failed", "Waiting", "Oldest", "Next"]
    print_rows(headings, rows, as_json=False)
    if not report.is_moving():
        say("No worker is running: conferral work, or conferral serve")


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


def _said(moment: datetime | None, organization: Organization) -> str | None:
    """Where the organization is."""
    return moment.astimezone(organization.zone).isoformat("T", "minutes") if moment else None
