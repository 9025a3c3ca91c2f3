"""`conferral organization`: what an organization has decided for all that it issues."""

from enum import StrEnum
from typing import Annotated

import typer

from conferral.cli.screen import say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.issuing import suspensions

app = typer.Typer(help="What holds for all that is issued.", no_args_is_help=True)


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


@app.callback()
def group() -> None:
    """One command is still a command of its own."""


@app.command("suspensions")
def list_suspensions(
    switch: Annotated[
        Switch | None, typer.Argument(help="Whether new credentials name a list of suspensions")
    ] = None,
    person: Annotated[str, typer.Option("--as", help="Your e-mail")] = "",
) -> None:
    """Say, or decide, whether credentials get a second status: for a suspension."""
    organization = the_organization()
    match switch:
        case Switch.ON:
            suspensions.begin_listing(organization, acting_person(person, organization))
        case Switch.OFF:
            suspensions.cease_listing(organization, acting_person(person, organization))
    if organization.lists_suspensions:
        say("New credentials have two statuses: one for a revocation, one for a suspension.")
    else:
        say("New credentials have one status: for a revocation.")
