"""`conferral document-key`: what signs PDFs and tokens, and a certificate that readers know."""

from pathlib import Path
from typing import Annotated

import typer

from conferral.cli.key_history import add_commands
from conferral.cli.options import As
from conferral.cli.screen import say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.issuing.models import Use
from conferral.credentials.sealing import actions
from conferral.credentials.sealing.certificates import MAX_BYTES, Description
from conferral.credentials.sealing.models import DocumentCertificate
from conferral.foundation import vault

app = typer.Typer(help="The keys that sign PDFs and tokens.", no_args_is_help=True)
add_commands(app, Use.DOCUMENTS)


@app.command()
def show() -> None:
    """Its certificates, the one in use first."""
    organization = the_organization()
    vault.allow_signing()  # It may have to be made first.
    actions.identity_of(organization)
    certificates = DocumentCertificate.objects.filter(key__organization=organization)
    for each in certificates.select_related("key").order_by("-used_from", "-pk"):
        told, until = Description.of(each.pem), each.used_until or each.key.valid_until
        ends = f"used until {until:%Y-%m-%d}" if until else "in use"
        say(f"{told.subject}, vouched for by {told.vouched_by}, {ends}")


@app.command()
def request(person: As = "") -> None:
    """What an authority needs to vouch for the key (PKCS #10, PEM)."""
    organization = the_organization()
    vault.allow_signing()
    asked = actions.ask_for_request(organization, acting_person(person, organization))
    actions.write_request(asked)
    typer.echo(asked.pem, nl=False)


@app.command()
def use(
    file: Annotated[Path, typer.Argument(help="PEM: its own certificate first, its chain after")],
    person: As = "",
) -> None:
    """Sign with this certificate from now on."""
    organization = the_organization()
    actor = acting_person(person, organization)
    with file.open("rb") as opened:
        actions.use_certificate(organization, actor, opened.read(MAX_BYTES + 1))
    say("PDFs that are printed from now on carry it.")
