"""`conferral sites`: where courses are taught."""

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.learning.catalog import sites

app = typer.Typer(help="Places where courses are taught.", no_args_is_help=True)


@app.command("list")
def list_sites(as_json: AsJson = False) -> None:
    """Code and name of each site."""
    rows = list(the_organization().sites.order_by("code").values("code", "name"))
    print_rows(["Code", "Name"], rows, as_json=as_json)


@app.command("set")
def set_site(
    code: str,
    name: str,
    person: As = "",
) -> None:
    """Make a site, or give one another name."""
    organization = the_organization()
    site = sites.put(organization, code, name, acting_person(person, organization))
    say(f"{site.code} is {site.name}.")
