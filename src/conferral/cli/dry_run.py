"""`conferral dry-run`: who would get a certificate now, and why not the others."""

from collections.abc import Sequence
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import AsJson, CourseCode, VersionNumber
from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.progress.models import Import
from conferral.oversight import rehearsal
from conferral.oversight.reports import dry_run
from conferral.oversight.reports.dry_run import Line, Outcome

app = typer.Typer(help="Who would get a certificate; nothing is written.", no_args_is_help=True)


@app.command("course")
def of_course(
    code: CourseCode,
    number: VersionNumber = 0,
    as_json: AsJson = False,
) -> None:
    """Everybody in a version of a course."""
    version = _version(code, number)
    enrolments = version.enrolments.of_learners()
    _show(list(dry_run.decided(enrolments, timezone.now())), as_json=as_json)


@app.command("import")
def of_import(
    batch: Annotated[int, typer.Argument(help="Its number, as in the address of its page")],
    as_json: AsJson = False,
) -> None:
    """Everybody in an uploaded file, confirmed or not: it is read, and then it was never read."""
    found = Import.objects.of(the_organization()).filter(pk=batch).first()
    if found is None:
        raise Refused(f"There is no import {batch}.")
    _show(rehearsal.rehearse(found, timezone.now()), as_json=as_json)


def _version(code: str, number: int) -> CourseVersion:
    course = Course.objects.of(the_organization()).filter(code=code).first()
    if course is None:
        raise Refused(f"There is no course {code}.")
    versions = course.versions.filter(number=number) if number else course.versions.all()
    version = versions.order_by("number").last()
    if version is None:
        raise Refused(f"The course {code} has no such version.")
    return version


def _show(lines: Sequence[Line], *, as_json: bool) -> None:
    tally = dry_run.tally(lines, timezone.now())
    if as_json:
        counts = {str(outcome): tally.counts[outcome] for outcome in Outcome}
        print_json(
            {"counts": counts, "held": bool(tally.held), "learners": [_row(each) for each in lines]}
        )
        return
    rows = [[str(value) for value in _row(each).values()] for each in lines]
    print_table(["Learner", "E-mail", "Outcome", "Why"], rows)
    say(", ".join(f"{tally.counts[outcome]} {outcome}" for outcome in Outcome) + ".")
    if tally.held:
        say(tally.held)


def _row(line: Line) -> dict[str, str]:
    person = line.enrolment.person
    return {
        "learner": person.printed_name,
        "email": person.email or "",
        "outcome": str(line.outcome),
        "why": " ".join(line.why),
    }
