"""`conferral renewal`: what ends soon, how it is renewed, and the points that count towards it."""

from dataclasses import asdict, replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer
from django.core.files import File

from conferral.cli import parts
from conferral.cli.options import As, AsJson
from conferral.cli.screen import complain, print_json, print_rows, say
from conferral.cli.whom import acting_person, the_organization, today_at
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course
from conferral.learning.renewal import actions, coming, taking_in
from conferral.learning.renewal.deciding import plain
from conferral.learning.renewal.models import Renewal, Rule, last_day, renewal_of

_PARTS = tuple(actions.Terms.__dataclass_fields__)

app = typer.Typer(help="Certificates that end, and what renews them.", no_args_is_help=True)


@app.command("list")
def list_ending(
    days: Annotated[int, typer.Option(help="How far ahead")] = 90, as_json: AsJson = False
) -> None:
    """Whose certificates end soon or have just ended, and until when they can be renewed."""
    organization = the_organization()
    today = today_at(organization)
    rows = [_row(award) for award in coming.shown(organization, today, timedelta(days=days))]
    print_rows(
        ["Last day", "Learner", "Course", "Renew until", "Reminded on"], rows, as_json=as_json
    )


@app.command()
def rule(
    course: Annotated[str, typer.Argument(help="Its code")],
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help=f"PART=VALUE; parts are {', '.join(_PARTS)}"),
    ] = None,
    person: As = "",
) -> None:
    """How a course is renewed; with --set, from now on. Lists have commas: reminders=90,30,7."""
    organization = the_organization()
    found = _course(organization, course)
    terms = actions.terms_of(Rule.objects.filter(course=found).first())
    if setting:
        said = {part: _read(part, text) for part, text in parts.read(setting, _PARTS).items()}
        actions.set_rule(found, replace(terms, **said), acting_person(person, organization))
        say(f"{course} is saved.")
        return
    print_json(asdict(terms) | {"points": plain(terms.points) if terms.points else None})


@app.command()
def points(
    file: Annotated[
        Path, typer.Argument(help="Columns email, day, title, points", exists=True, dir_okay=False)
    ],
    person: As = "",
) -> None:
    """Have points of a table (CSV, XLSX, ODS) entered. The same table again changes nothing."""
    organization = the_organization()
    actor = acting_person(person, organization)
    with file.open("rb") as opened:
        table = taking_in.look(organization, actor, file.name, File(opened))
    seen = taking_in.preview(table, actor)
    say(f"{len(seen.new)} new, {seen.known} known already, {len(seen.refused)} refused.")
    for line in seen.refused:
        complain(f"Line {line.number}: {line.because}")
    run = taking_in.begin(table, actor)
    say(f"The belt enters them as run {run.pk}: conferral runs list.")
    if seen.refused:
        raise typer.Exit(1)


@app.command()
def recognize(
    learner: Annotated[str, typer.Argument(help="By e-mail")],
    course: Annotated[str, typer.Argument(help="Its code")],
    because: Annotated[str, typer.Option(help="What the learner has shown")],
    person: As = "",
) -> None:
    """Renew a certificate by what its holder has learned elsewhere."""
    organization = the_organization()
    found = (
        Renewal.objects.of(organization)
        .open()
        .filter(
            enrolment__person__email=learner.strip().lower(),
            award__enrolment__version__course=_course(organization, course),
        )
    )
    renewal = found.order_by("-pk").first()
    if renewal is None:
        raise Refused(f"{learner} has nothing to renew in {course}.")
    actions.recognize(renewal, acting_person(person, organization), because)
    say("Recognized; the belt issues the next certificate.")


def _course(organization: Organization, code: str) -> Course:
    found = Course.objects.of(organization).filter(code=code).first()
    if found is None:
        raise Refused(f"There is no course {code}.")
    return found


def _row(award: Award) -> dict[str, Any]:
    renewal = renewal_of(award)
    reminded_on = getattr(award, "reminded_on", None)
    return {
        "lastDay": str(last_day(award)),
        "learner": award.enrolment.person.email,
        "course": award.enrolment.version.course.code,
        "renewUntil": str(renewal.closes_on) if renewal else None,
        "remindedOn": str(reminded_on) if reminded_on else None,
    }


def _read(part: str, text: str) -> Any:
    try:
        match part:
            case "by_exam" | "by_recognition":
                return parts.switch(text)
            case "refreshers":
                return tuple(parts.words(text))
            case "reminders":
                return tuple(int(each) for each in parts.words(text))
            case "points":
                return Decimal(text) if text else None
        return int(text)
    except (ValueError, InvalidOperation) as slip:
        raise Refused(f"{part}={text} cannot be understood.") from slip
