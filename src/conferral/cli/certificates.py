"""`conferral certificates`: list them, take one back."""

from typing import Annotated

import typer

from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.actions import find
from conferral.foundation.refusal import Refused

app = typer.Typer(help="The certificates in the register.", no_args_is_help=True)


@app.command("list")
def list_certificates(
    course: Annotated[str, typer.Option(help="Only of this course")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs")] = False,
) -> None:
    """Number, status, address and course of every certificate, newest first."""
    chosen = Credential.objects.of(the_organization()).select_related("shape__version__course")
    if course:
        chosen = chosen.filter(shape__version__course__code=course)
    rows = [
        {
            "number": credential.number,
            "status": credential.status,
            "url": credential.url,
            "course": credential.shape.version.course.code,
        }
        for credential in chosen.order_by("-issued_at", "-pk").iterator(chunk_size=1000)
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(["Number", "Status", "Address", "Course"], [list(row.values()) for row in rows])


@app.command()
def revoke(
    number: str,
    because: Annotated[str, typer.Option(help="The reason that everyone will read")],
    person: Annotated[str, typer.Option("--as", help="Your e-mail")] = "",
    dry_run: Annotated[bool, typer.Option(help="Say what would happen; change nothing")] = False,
) -> None:
    """Take a certificate back, for good."""
    credential = existing(number)
    actor = acting_person(person, credential.status_list.organization)
    if dry_run:
        say(f"{credential.number} ({credential.status}) would be revoked by {actor}: {because}")
        return
    actions.revoke(credential, actor, because)
    say(f"{credential.number} is revoked.")


def existing(number: str) -> Credential:
    credential = find(number)
    if credential is None:
        raise Refused(f"No certificate has the number {number}.")
    return credential
