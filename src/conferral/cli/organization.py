"""`conferral organization`: how it shows itself, and what holds for all that it issues."""

from collections.abc import Callable
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings

from conferral.cli import parts
from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_facts, say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.blockcerts import actions as blockcerts
from conferral.credentials.issuing import founding, suspensions
from conferral.foundation import brand, vault
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.refusal import Refused

Deed = Callable[[Organization, Person], None]

app = typer.Typer(help="What holds for all that is issued.", no_args_is_help=True)


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


@app.command()
def found(
    name: Annotated[str, typer.Argument(help="What the organization is called")],
    prefix: Annotated[str, typer.Option(help="What every number begins with, such as SP")],
    administrator: Annotated[str, typer.Option(help="The name of who may do everything")],
    email: Annotated[str, typer.Option(help="Their e-mail")],
    password: Annotated[
        str,
        typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Theirs, asked"),
    ],
) -> None:
    """Begin: an organization with its keys, and the first of its staff."""
    vault.allow_signing()
    founding.found(founding.Founding(name, prefix, administrator, email, password))
    say(f"{name} has begun. Sign in as {email} with that password; the first steps are at")
    say(f"{settings.SITE_URL}/staff/first-steps")


@app.command()
def show(as_json: AsJson = False) -> None:
    """Name, look, promise, and what can never change: DID and prefix."""
    organization = the_organization()
    fixed = {"did": organization.did, "number_prefix": organization.number_prefix}
    said = asdict(brand.of(organization)) | fixed
    print_facts(said, as_json=as_json, long=["logo_svg"])


@app.command("set")
def set_parts(
    part: Annotated[
        list[str] | None, typer.Argument(help=f"PART=VALUE; parts are {', '.join(brand.PARTS)}")
    ] = None,
    logo: Annotated[
        Path | None, typer.Option(help="An SVG file", exists=True, dir_okay=False)
    ] = None,
    person: As = "",
) -> None:
    """Change what the organization is called, looks like, and promises."""
    organization = the_organization()
    said: dict[str, Any] = dict(parts.read(part or [], brand.PARTS))
    said |= {part: _number(part, said[part]) for part in brand.NUMBERS if part in said}
    if logo:
        said["logo_svg"] = logo.read_bytes().decode(errors="replace")
    wanted = replace(brand.of(organization), **said)
    brand.change(organization, wanted, acting_person(person, organization))
    say(f"{organization} is saved.")


@app.command("suspensions")
def list_suspensions(
    switch: Annotated[
        Switch | None, typer.Argument(help="Whether new credentials name a list of suspensions")
    ] = None,
    person: As = "",
) -> None:
    """Say, or decide, whether credentials get a second status: for a suspension."""
    organization = _turn(switch, person, suspensions.begin_listing, suspensions.cease_listing)
    if organization.lists_suspensions:
        say("New credentials have two statuses: one for a revocation, one for a suspension.")
    else:
        say("New credentials have one status: for a revocation.")


@app.command("blockcerts")
def anchor_blockcerts(
    switch: Annotated[
        Switch | None, typer.Argument(help="Whether credentials are anchored as Blockcerts, too")
    ] = None,
    person: As = "",
) -> None:
    """Say, or decide, whether each credential is put under the day's transaction (docs/log.md)."""
    organization = _turn(switch, person, blockcerts.begin, blockcerts.cease)
    if organization.has_blockcerts:
        say("Credentials can be had as Blockcerts when the day's transaction is in a block.")
    else:
        say("Credentials are not anchored as Blockcerts.")


def _turn(switch: Switch | None, person: str, on: Deed, off: Deed) -> Organization:
    """The organization, as it stands when it is done; nothing is where nothing was said."""
    organization = the_organization()
    match switch:
        case Switch.ON:
            on(organization, acting_person(person, organization))
        case Switch.OFF:
            off(organization, acting_person(person, organization))
    return organization


def _number(part: str, text: str) -> int:
    if not text.isdecimal():
        raise Refused(f"{part}={text}: write a number.")
    return int(text)
