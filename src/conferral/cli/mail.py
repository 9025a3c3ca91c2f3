"""`conferral mail`: letters that came back, and the addresses at which they do not arrive."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.mail import bad_addresses, mending, reasons
from conferral.foundation.mail.bounces import Tally, take
from conferral.foundation.mail.delivery_status import Unreadable, read
from conferral.foundation.mail.models import BadAddress
from conferral.foundation.refusal import Refused

Address = Annotated[str, typer.Argument(help="As it stands in the list")]

app = typer.Typer(help="Letters that came back, and bad addresses.", no_args_is_help=True)


@app.command()
def bounces(
    source: Annotated[str, typer.Argument(help="A file, a folder of them, or - for one e-mail")],
) -> None:
    """Take reports of mail servers. Exit 1 if one could not be read: it is named, not guessed."""
    tally = Tally()
    for name, raw in _emails(source):
        taken = take(raw, timezone.now())
        if taken.unreadable:
            say(f"{name}: {_why_not(raw)}")
        tally += taken
    say(f"{tally.count} read: {tally}.")
    if tally.unreadable:
        raise typer.Exit(1)


@app.command()
def addresses(as_json: AsJson = False) -> None:
    """Addresses at which letters do not arrive, and how many wait for each."""
    organization = the_organization()
    found = BadAddress.objects.of(organization).to_mend().order_by("since")
    rows = [
        {
            "address": each.address,
            "why": reasons.in_words(each.status),
            "since": timezone.localdate(each.since, organization.zone).isoformat(),
            "letters": bad_addresses.kept_back(each).count(),
        }
        for each in found
    ]
    print_rows(["Address", "Why", "Since", "Letters"], rows, as_json=as_json)


@app.command()
def correct(old: Address, new: str, person: As = "") -> None:
    """Write to another address from now on; all that did not arrive leaves at once."""
    bad = _bad(old)
    count = mending.correct(bad, new, acting_person(person, bad.organization))
    say(f"{count} letters leave to {new} now.")


@app.command("try-again")
def try_again(address: Address, person: As = "") -> None:
    """The address is right after all: all that did not arrive leaves once more."""
    bad = _bad(address)
    count = mending.try_again(bad, acting_person(person, bad.organization))
    say(f"{count} letters leave to {address} now.")


def _emails(source: str) -> Iterator[tuple[str, bytes]]:
    if source == "-":
        yield "standard input", sys.stdin.buffer.read()
        return
    path = Path(source)
    if not path.exists():
        raise Refused(f"There is no {source}.")
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    for file in files:
        yield str(file), file.read_bytes()


def _why_not(raw: bytes) -> str:
    try:
        read(raw)
    except Unreadable as why:
        return str(why)
    return ""


def _bad(address: str) -> BadAddress:
    open_ones = BadAddress.objects.of(the_organization()).open().select_related("organization")
    found = open_ones.filter(address=address.strip().lower()).first()
    if found is None:
        raise Refused(f"Nothing is known against {address}.")
    return found
