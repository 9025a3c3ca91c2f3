"""`conferral qualifications`: who may teach, assess and review, and until when."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from django.core.files import File

from conferral.cli import parts
from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_facts, print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import documents, qualifications
from conferral.learning.accreditation.models import Document, Qualification
from conferral.learning.accreditation.qualifications import Registration

PARTS = ("kind", "register", "number", "valid_from", "valid_until", "document")

app = typer.Typer(help="Who may teach, assess and review.", no_args_is_help=True)


@app.command("list")
def list_qualifications(as_json: AsJson = False) -> None:
    """Key, holder, kind, number, first and last day."""
    held = Qualification.objects.of(the_organization()).select_related("instructor")
    rows = [
        {
            "key": each.pk,
            "who": each.instructor.name,
            "kind": each.kind,
            "number": each.number,
            "from": str(each.valid_from),
            "until": str(each.valid_until or ""),
        }
        for each in held.order_by("instructor__name", "kind", "valid_from")
    ]
    print_rows(["Key", "Who", "Kind", "Number", "From", "Until"], rows, as_json=as_json)


@app.command()
def show(key: int, as_json: AsJson = False) -> None:
    """One, with the register that it stands in and the document that proves it."""
    row = _qualification(the_organization(), key)
    told = {
        "who": row.instructor.name,
        "kind": row.kind,
        "number": row.number,
        "register": row.register,
        "from": str(row.valid_from),
        "until": str(row.valid_until or ""),
        "document": row.document.name if row.document else "",
        "sha256": row.document.sha256 if row.document else "",
    }
    print_facts(told, as_json=as_json)


@app.command()
def add(
    instructor: Annotated[int, typer.Argument(help="The key in `conferral instructors list`")],
    part: Annotated[list[str], typer.Argument(help=f"PART=VALUE; parts are {', '.join(PARTS)}")],
    person: As = "",
) -> None:
    """Write down a registration, a licence or a certificate of somebody who teaches."""
    organization = the_organization()
    actor, said = acting_person(person, organization), parts.read(part, PARTS)
    teacher = organization.instructors.filter(pk=instructor).first()
    if teacher is None:
        raise Refused(f"There is no instructor {instructor}. See: conferral instructors list")
    with _sent_along(organization, said.get("document", ""), actor) as document:
        registration = Registration(
            kind=said.get("kind", ""),
            register=said.get("register", ""),
            number=said.get("number", ""),
            valid_from=parts.day(said.get("valid_from", "")),
            valid_until=parts.a_day_or_none(said.get("valid_until", "")),
            document=document,
        )
        added = qualifications.add(teacher, registration, actor)
    say(f"{added.kind} of {teacher} is on record with the key {added.pk}.")


@app.command()
def end(
    key: int,
    last_day: Annotated[str, typer.Option(help="Its last day: 2026-06-30")],
    person: As = "",
) -> None:
    """Let it end on another day than was thought."""
    organization = the_organization()
    row = _qualification(organization, key)
    qualifications.end(row, parts.day(last_day), acting_person(person, organization))
    say(f"{row.kind} of {row.instructor} ends on {row.valid_until}.")


def _qualification(organization: Organization, key: int) -> Qualification:
    ours = Qualification.objects.of(organization).select_related(
        "instructor__organization", "document"
    )
    row = ours.filter(pk=key).first()
    if row is None:
        raise Refused(f"There is no qualification {key}. See: conferral qualifications list")
    return row


@contextmanager
def _sent_along(organization: Organization, path: str, actor: Person) -> Iterator[Document | None]:
    """As `documents.sent_along`, from a file on the disk; "" for none."""
    if not path:
        yield None
        return
    file = Path(path)
    if not file.is_file():
        raise Refused(f"There is no file {path}.")
    with (
        file.open("rb") as opened,
        documents.keeping(organization, file.name, File(opened), actor) as document,
    ):
        yield document
