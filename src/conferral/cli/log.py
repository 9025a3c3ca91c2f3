"""`conferral log`: how the public log stands, and how it goes on after a restore."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli import anchors
from conferral.cli.options import AsJson
from conferral.cli.screen import print_json, print_rows, say
from conferral.credentials.transparency import log, resume, tree, witnesses
from conferral.credentials.transparency.models import Witness
from conferral.credentials.transparency.resume import Copy
from conferral.credentials.transparency.standing import MAY_SIGN, Standing
from conferral.foundation import vault
from conferral.foundation.outbound import Reach
from conferral.foundation.refusal import Refused

app = typer.Typer(help="The public log.", no_args_is_help=True)
watching = typer.Typer(help="Who cosigns it.", no_args_is_help=True)
app.add_typer(watching, name="witnesses")
app.command("anchor")(anchors.anchor)
app.command("anchors")(anchors.list_anchors)
app.command("anchor-account")(anchors.anchor_account)
app.command("verify-anchor")(anchors.verify_anchor)

_NOT_WELL = 1
_HOW_TO_GO_ON = """\
Entries {first} to {last} were signed and are missing here. Two ways lead on:

1. Get a copy of the log (a monitor keeps one with --mirror DIR; it has tile/entries/...), then
     conferral log resume --after-restore --copy DIR
   The entries come back, and every proof in the world stays true. What the entries promised is
   not in them: the certificates themselves are lost to this register.
2. No copy can be had: this log ends. Set LOG_ORIGIN to a name that was never used, then
     conferral log resume --after-restore --new-log
   Certificates of this register are proved by the new log. Tell those who watch the old one."""


@app.command()
def status(as_json: AsJson = False) -> None:
    """What is signed, and whether it may go on. Exit 0: it may. 1: a person must decide."""
    found, sentence = resume.look()
    latest = tree.latest()
    missing = resume.missing()
    if as_json:
        print_json(
            {
                "standing": found,
                "size": latest.size if latest else 0,
                "missing": [missing.start, missing.stop] if found is Standing.RESTORED else None,
                "sentence": sentence,
                "verificationKey": log.verification_key(),
            }
        )
    else:
        say(sentence)
        say(f"Entries: {latest.size if latest else 0:,}")
        typer.echo(f"Verification key: {log.verification_key()}")  # Never wrapped.
    raise typer.Exit(0 if found in MAY_SIGN else _NOT_WELL)


@app.command("resume")
def resume_log(
    after_restore: Annotated[
        bool, typer.Option("--after-restore", help="Yes, the database was restored")
    ] = False,
    copy: Annotated[
        Path | None, typer.Option(help="A copy of the log that has the missing entries")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="The newest checkpoint that anyone has seen")
    ] = None,
    trust_database: Annotated[
        bool, typer.Option("--trust-database", help="Nothing was signed after this backup")
    ] = False,
    new_log: Annotated[
        bool, typer.Option("--new-log", help="End this log; begin one as LOG_ORIGIN")
    ] = False,
) -> None:
    """Go on after a restore from an older backup; without options, say how."""
    if not after_restore:
        raise Refused("Say --after-restore: a log that was not restored needs no resuming.")
    vault.allow_signing()  # A new log begins with a signed checkpoint.
    if checkpoint:
        resume.remember(checkpoint.read_text())
    if trust_database:
        resume.trust_database()
    if new_log:
        signed = resume.begin_new_log()
        say(f"The log is {signed.origin} from now on; it begins with {signed.size:,} entries.")
        return
    if copy:
        say(f"{resume.recover(_in(copy), timezone.now()):,} entries are back.")
    _insist_on_health()


@watching.command("list")
def list_witnesses(as_json: AsJson = False) -> None:
    """Name, address, how far it has seen the log, and what went wrong last."""
    rows = [
        {"name": str(each), "url": each.url, "size": each.size, "problem": each.problem}
        for each in Witness.objects.order_by("pk")
    ]
    print_rows(["Name", "Address", "Has seen", "Problem"], rows, as_json=as_json)


@watching.command()
def add(
    vkey: Annotated[str, typer.Argument(help="What `conferral witness key` prints")],
    url: Annotated[str, typer.Argument(help="Where its add-checkpoint is")],
    internal: Annotated[
        bool, typer.Option("--internal", help="It is in this organization's own network")
    ] = False,
    insecure_http: Annotated[
        bool, typer.Option("--insecure-http", help="It is on this machine, without TLS")
    ] = False,
) -> None:
    """Ask this witness from now on."""
    reach = Reach.LOOPBACK if insecure_http else Reach.INTERNAL if internal else Reach.PUBLIC
    say(f"{witnesses.add(vkey, url, reach)} will be asked.")


@watching.command()
def remove(name: str) -> None:
    """Ask it no more."""
    found = [each for each in Witness.objects.all() if str(each) == name]
    if not found:
        raise Refused(f"No witness is called {name}.")
    for each in found:
        witnesses.remove(each)
    say(f"{name} is not asked any more.")


def _in(folder: Path) -> Copy:
    def read(path: str) -> bytes | None:
        found = folder / path
        return found.read_bytes() if found.is_file() else None

    return read


def _insist_on_health() -> None:
    found, sentence = resume.look()
    say(sentence)
    if found is Standing.RESTORED:
        missing = resume.missing()
        say(_HOW_TO_GO_ON.format(first=f"{missing.start:,}", last=f"{missing.stop - 1:,}"))
    if found is Standing.HEADLESS:
        say(
            "If somebody has seen the log since (a witness, a monitor, a proof that was handed "
            "out), give its newest checkpoint with --checkpoint FILE. If you know that nothing was "
            "signed after this backup, say --trust-database."
        )
    if found not in MAY_SIGN:
        raise typer.Exit(_NOT_WELL)
