"""`conferral instructors`: who teaches, assesses and moderates."""

from typing import Annotated

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import instructors
from conferral.learning.catalog.models import Instructor

app = typer.Typer(help="Instructors, assessors, moderators.", no_args_is_help=True)


@app.command("list")
def list_instructors(as_json: AsJson = False) -> None:
    """Key, name, title and account of each."""
    ours = the_organization().instructors.select_related("person").order_by("name")
    rows = [
        {
            "key": each.pk,
            "name": each.name,
            "title": each.title,
            "email": each.person.email if each.person else None,
        }
        for each in ours
    ]
    print_rows(["Key", "Name", "Title", "Account"], rows, as_json=as_json)


@app.command("set")
def set_instructor(
    name: Annotated[str, typer.Argument(help="As printed")],
    title: Annotated[str, typer.Option(help="As printed: Course instructor")] = "",
    email: Annotated[str, typer.Option(help="Of their account here")] = "",
    key: Annotated[int, typer.Option(help="Whom to change; 0 makes somebody new")] = 0,
    person: As = "",
) -> None:
    """Make an instructor, or change one."""
    organization = the_organization()
    known = organization.instructors.filter(pk=key).first()
    if key and known is None:
        raise Refused(f"There is no instructor {key}. See: conferral instructors list")
    instructor = known or Instructor(organization=organization)
    actor = acting_person(person, organization)
    instructors.put(instructor, actor, name=name, title=title, email=email)
    say(f"{instructor.name} is saved with the key {instructor.pk}.")
