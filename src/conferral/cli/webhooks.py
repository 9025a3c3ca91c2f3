"""`conferral webhooks`: whose servers hear what becomes of certificates."""

from typing import Annotated

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.outbound import Reach
from conferral.foundation.refusal import Refused
from conferral.foundation.webhooks import actions
from conferral.foundation.webhooks.models import Endpoint

Url = Annotated[str, typer.Argument(help="Its address, https://…")]

app = typer.Typer(help="Servers that hear what becomes of certificates.", no_args_is_help=True)


@app.command("list")
def list_endpoints(as_json: AsJson = False) -> None:
    """Those that are told, and how much still waits for each."""
    found = Endpoint.objects.of(the_organization()).listening().order_by("pk")
    rows = [{"url": each.url, "waiting": each.notices.unsent().count()} for each in found]
    print_rows(["Address", "Waiting"], rows, as_json=as_json)


@app.command()
def add(
    url: Url,
    reach: Annotated[Reach, typer.Option(help="How far we may go for it")] = Reach.PUBLIC,
    person: As = "",
) -> None:
    """Tell it from now on. Prints the secret with which it checks our signatures."""
    organization = the_organization()
    endpoint = actions.listen(organization, url, acting_person(person, organization), reach)
    say(f"{endpoint} is told from now on. Its secret: {actions.secret_of(endpoint)}")


@app.command()
def secret(url: Url) -> None:
    """The secret of one that is told."""
    say(actions.secret_of(_endpoint(url)))


@app.command("try")
def try_out(url: Url) -> None:
    """Send it something that says nothing."""
    actions.try_out(_endpoint(url))
    say("The belt sends it a test.")


@app.command()
def remove(url: Url, person: As = "") -> None:
    """Tell it nothing more."""
    endpoint = _endpoint(url)
    actions.let_go(endpoint, acting_person(person, endpoint.organization), "By hand")
    say(f"{endpoint} is told nothing more.")


def _endpoint(url: str) -> Endpoint:
    listening = Endpoint.objects.of(the_organization()).listening().select_related("organization")
    found = listening.filter(url=url).first()
    if found is None:
        raise Refused(f"{url} is not told anything.")
    return found
