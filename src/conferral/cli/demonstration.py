"""`conferral demo`: a specimen organization to try everything with."""

import shutil
import socket
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection

from conferral.cli import servers
from conferral.cli.screen import say
from conferral.cli.setup import prepare
from conferral.demo import load as demo
from conferral.demo.cast import STAFF
from conferral.demo.staffing import password
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused

_MADE = ("files", "outbox", "keys", "static", "cache", "conferral.env")  # Besides the databases.

app = typer.Typer(help="A specimen organization to try everything with.", no_args_is_help=True)


@app.command()
def load() -> None:
    """Make the organization SayPro with courses, learners and certificates, unless it is there."""
    _insist_on_demo()
    prepare()
    _refuse_a_real_register()
    _keep_settings()
    demo.load()
    _tell()


@app.command()
def serve() -> None:
    """Load the demonstration and serve it. Elsewhere than at port 8000: set PORT."""
    load()
    servers.serve()


@app.command()
def clear(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Remove the demonstration, its keys and its mail. Refused where anything is real."""
    _insist_on_demo()
    _refuse_while_served()
    _refuse_what_is_no_specimen()
    home = Path(settings.CONFERRAL_HOME)
    if not yes:
        typer.confirm(f"Remove the demonstration in {home}?", abort=True)
    connection.close()
    empty(home)
    say(f"{home} is empty. Begin anew with: conferral demo load")


def empty(home: Path) -> None:
    """Remove what we have put there, and nothing that somebody else did."""
    for place in (*home.glob("*.sqlite3*"), *(home / name for name in _MADE)):
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


def _refuse_what_is_no_specimen() -> None:
    if connection.introspection.table_names():
        _refuse_a_real_register()
    if connection.vendor != "sqlite":
        raise Refused("This register is in a database server: drop the database there instead.")


def _refuse_while_served() -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", settings.PORT)) == 0:
            raise Refused(f"Something is served at port {settings.PORT}. Stop it first.")


def _insist_on_demo() -> None:
    if not settings.DEMO:
        raise Refused(
            "This data directory is not a demonstration. Set CONFERRAL_DEMO=1 to make it one."
        )


def _refuse_a_real_register() -> None:
    if Organization.objects.filter(is_specimen=False).exists():
        raise Refused(
            "This register belongs to a real organization; a demonstration needs its own."
        )


def _keep_settings() -> None:
    """So that other commands on this data directory know the address and that it is a demo."""
    kept = Path(settings.CONFERRAL_HOME) / "conferral.env"
    kept.write_text(f"CONFERRAL_DEMO=1\nPORT={settings.PORT}\n")


def _tell() -> None:
    say("")
    say(f"Conferral       {settings.SITE_URL}")
    say(f"Staff           {settings.SITE_URL}/staff/")
    for place, (email, _, role) in enumerate(STAFF):
        words = "sign in as" if place == 0 else "or as"
        say(f"  {words:<12}  {email:<24} {role}")
    say(f"  password      {password()}")
    say(f"Mail (outbox)   {settings.SITE_URL}/outbox/")
    say(f"A certificate   {demo.an_example()}")
    say("")
