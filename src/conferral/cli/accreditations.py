"""`conferral accreditations`: who vouches for what, until when, and what hangs on it."""

from pathlib import Path
from typing import Annotated, Any

import typer
from django.core.files import File

from conferral.cli import accreditation_terms as written
from conferral.cli import parts
from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_facts, print_rows, say
from conferral.cli.whom import acting_person, the_organization, today_at
from conferral.credentials.verification import endorsements
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import actions, coming, documents, losses
from conferral.learning.accreditation.models import Accreditation

Which = Annotated[str, typer.Argument(help="Its number")]
Because = Annotated[str, typer.Option(help="Why")]

app = typer.Typer(help="Who vouches for what, until when.", no_args_is_help=True)


@app.command("list")
def list_accreditations(as_json: AsJson = False) -> None:
    """Number, body, state, last day, and the courses that are printed with it today."""
    organization = the_organization()
    today = today_at(organization)
    rows = [
        {
            "number": row.number,
            "body": row.body.name,
            "state": row.state(today),
            "until": str(row.valid_until or ""),
            "covers": [version.course.code for version in losses.covered(row, today)],
        }
        for row in Accreditation.objects.of(organization).known().order_by("body__name", "number")
    ]
    print_rows(["Number", "Body", "State", "Until", "Covers"], rows, as_json=as_json)


@app.command()
def show(number: Which, as_json: AsJson = False) -> None:
    """What was granted, its conditions and documents, and what would lose the label without it."""
    organization = the_organization()
    row, today = _accreditation(organization, number), today_at(organization)
    told: dict[str, Any] = written.of(row) | {
        "state": row.state(today),
        "conditions": [
            {"key": each.pk, "text": each.text, "due": each.due_on, "met": each.met_at}
            for each in row.conditions.all()
        ],
        "reviews": [
            {"key": each.pk, "what": each.what, "due": each.due_on, "outcome": each.outcome}
            for each in row.reviews.all()
        ],
        "documents": [{"name": each.name, "sha256": each.sha256} for each in row.documents.all()],
        "would_lose_the_label": [str(loss) for loss in losses.without(row, today)],
    }
    print_facts(told, as_json=as_json)


@app.command()
def add(
    body: Annotated[str, typer.Argument(help="Its name")],
    part: Annotated[list[str], typer.Argument(help=f"PART=VALUE; {written.HELP}")],
    person: As = "",
) -> None:
    """Register what a body has granted."""
    organization = the_organization()
    terms = written.read(organization, part)
    added = actions.add(
        written.body_of(organization, body), terms, acting_person(person, organization)
    )
    say(f"{added.number} is registered.")


@app.command("set")
def set_parts(
    number: Which,
    part: Annotated[list[str], typer.Argument(help=f"PART=VALUE; {written.HELP}")],
    person: As = "",
) -> None:
    """Change its terms and scope; what is not named stays."""
    organization = the_organization()
    row = _accreditation(organization, number)
    terms = written.read(organization, part, row)
    actions.change(row, terms, acting_person(person, organization))
    say(f"{row.number} is changed.")


@app.command()
def end(
    number: Which,
    last_day: Annotated[str, typer.Option(help="Its last day: 2026-06-30")],
    person: As = "",
) -> None:
    """Let it end on another day."""
    organization = the_organization()
    row, day = _accreditation(organization, number), parts.day(last_day)
    actions.end(row, day, acting_person(person, organization))
    say(f"{row.number} ends on {day}.")


@app.command()
def suspend(number: Which, because: Because, person: As = "") -> None:
    """The body has suspended it."""
    organization = the_organization()
    row = _accreditation(organization, number)
    actions.suspend(row, because, acting_person(person, organization))
    say(f"{row.number} is suspended.")


@app.command()
def reinstate(number: Which, person: As = "") -> None:
    """It counts again."""
    organization = the_organization()
    row = _accreditation(organization, number)
    actions.reinstate(row, acting_person(person, organization))
    say(f"{row.number} counts again.")


@app.command()
def withdraw(number: Which, because: Because, person: As = "") -> None:
    """The body has taken it back, for good."""
    organization = the_organization()
    row = _accreditation(organization, number)
    actions.withdraw(row, because, acting_person(person, organization))
    say(f"{row.number} is withdrawn.")


@app.command()
def condition(
    number: Which,
    text: Annotated[str, typer.Argument(help="What has to be done; or the key of one that is met")],
    due: Annotated[str, typer.Option(help="Until which day")] = "",
    met: Annotated[bool, typer.Option(help="It is met")] = False,
    person: As = "",
) -> None:
    """Add a condition, or say that one is met."""
    organization = the_organization()
    row, actor = _accreditation(organization, number), acting_person(person, organization)
    if not met:
        added = actions.add_condition(row, text, parts.a_day_or_none(due), actor)
        say(f"Condition {added.pk} is added to {row.number}.")
        return
    known = row.conditions.filter(pk=int(text) if text.isdecimal() else 0).first()
    if known is None:
        raise Refused(f"{row.number} has no condition {text}. See: conferral accreditations show")
    actions.meet(known, actor)
    say(f"Condition {known.pk} is met.")


@app.command()
def attach(
    number: Which,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    person: As = "",
) -> None:
    """Keep a document as evidence."""
    organization = the_organization()
    row, actor = _accreditation(organization, number), acting_person(person, organization)
    with (
        file.open("rb") as opened,
        documents.keeping(organization, file.name, File(opened), actor) as document,
    ):
        actions.attach(row, document, actor)
    say(f"{document.name} is kept: {document.sha256}")


@app.command()
def calendar(as_json: AsJson = False) -> None:
    """What ends and what falls due, the next first."""
    organization = the_organization()
    rows = [
        {"day": str(each.day), "kind": str(each.kind), "title": each.title}
        for each in coming.calendar(organization, today_at(organization))
    ]
    print_rows(["Day", "What", "Of"], rows, as_json=as_json)


@app.command()
def endorse(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], person: As = ""
) -> None:
    """Check an endorsement that a body has signed, and publish it beside the achievement."""
    organization = the_organization()
    actor = acting_person(person, organization)
    found = endorsements.endorse(organization, file.read_bytes(), actor)
    say(f"{found.body} vouches for {found.version}.")


def _accreditation(organization: Organization, number: str) -> Accreditation:
    """The newest with that number."""
    ours = Accreditation.objects.of(organization).known().filter(number=number)
    row = ours.order_by("valid_from").last()
    if row is None:
        raise Refused(f"There is no accreditation {number}. See: conferral accreditations list")
    return row
