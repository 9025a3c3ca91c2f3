"""`conferral reconcile`: how far each certificate has come, with a name for every difference."""

from datetime import datetime
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import AsJson
from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import the_organization
from conferral.oversight.reports import reconciliation as report
from conferral.oversight.reports.reconciliation import Line, Stage, Wanted

_DAY = ["%Y-%m-%d"]
Since = Annotated[datetime | None, typer.Option(formats=_DAY, help="Completed from then on")]
Until = Annotated[datetime | None, typer.Option(formats=_DAY, help="Completed by that day")]


def reconcile(
    course: Annotated[str, typer.Option(help="Only of this course")] = "",
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Earned, issued, logged, printed, written, sent, looked at: and where the others stand."""
    wanted = Wanted(course, since.date() if since else None, until.date() if until else None)
    lines = report.reconcile(the_organization(), wanted, timezone.now())
    if as_json:
        print_json([_said(line) for line in lines])
        return
    headings = ["Course", *(stage.name.lower().replace("_", " ") for stage in Stage)]
    print_table(headings, [[line.course, *map(str, line.stages)] for line in lines])
    for place, count in report.total(lines).differences:
        say(f"{count} {place}")


def _said(line: Line) -> dict[str, object]:
    stages = {stage.name.lower(): line.reached(stage) for stage in Stage}
    places = {str(place): count for place, count in line.differences}
    return {"course": line.course, **stages, "places": places}
