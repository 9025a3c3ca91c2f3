"""`conferral document-key`: who signs the PDFs, and a certificate that readers know."""

from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509

from conferral.cli.screen import say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.sealing import actions
from conferral.foundation import vault

app = typer.Typer(help="The key that signs PDFs.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """It may have to be made first, which only a process that signs can."""
    vault.allow_signing()


@app.command()
def show() -> None:
    """Its certificates, the one in use first."""
    actions.make_document_key(the_organization())
    for key in the_organization().document_keys.order_by("-valid_from"):
        own = x509.load_pem_x509_certificates(key.certificates.encode())[0]
        ends = f"used until {key.valid_until:%Y-%m-%d}" if key.valid_until else "in use"
        say(f"{own.subject.rfc4514_string()}, vouched for by {own.issuer.rfc4514_string()}, {ends}")


@app.command()
def request() -> None:
    """What an authority needs to vouch for the key (PKCS #10, PEM)."""
    typer.echo(actions.certificate_request(the_organization()), nl=False)


@app.command()
def use(
    file: Annotated[Path, typer.Argument(help="PEM: its own certificate first, its chain after")],
    person: Annotated[str, typer.Option("--as", help="Your e-mail")] = "",
) -> None:
    """Sign with this certificate from now on."""
    organization = the_organization()
    actor = acting_person(person, organization)
    actions.use_certificate(organization, actor, file.read_bytes())
    say("PDFs that are printed from now on carry it.")
