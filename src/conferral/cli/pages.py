"""`conferral pages`: the pages about certificates, prepared before anybody looks."""

import typer

from conferral.cli.options import AsJson
from conferral.cli.screen import print_json, say
from conferral.web.verify import jobs

app = typer.Typer(
    help="The pages about certificates, prepared before anybody looks.", no_args_is_help=True
)

_NOT_SOUND = 1


@app.command()
def renew(as_json: AsJson = False) -> None:
    """Let the worker make again what does not hold any more. Until then it is made when asked."""
    waiting = jobs.make_again()
    if as_json:
        print_json({"waiting": waiting})
    else:
        say(f"{waiting} wait for the worker.")


@app.command()
def check(as_json: AsJson = False) -> None:
    """Render every page that holds, and compare byte for byte. Exit 0 the same, 1 not."""
    numbers = list(jobs.differing())
    if as_json:
        print_json({"sound": not numbers, "differing": numbers})
    else:
        for number in numbers:
            say(f"{number} is shown otherwise than the register has it.")
    raise typer.Exit(_NOT_SOUND if numbers else 0)
