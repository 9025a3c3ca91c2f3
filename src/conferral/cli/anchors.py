"""`conferral log anchor` and its kin: where the log's checkpoints are written down, and whether."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import AsJson
from conferral.cli.screen import print_json, print_table, say
from conferral.credentials.anchoring import actions, checking, documents, ethereum, places
from conferral.credentials.anchoring.checking import Sources
from conferral.credentials.anchoring.models import Anchor
from conferral.foundation import outbound, vault
from conferral.foundation.belt import advance_each
from conferral.foundation.days import day
from conferral.foundation.refusal import Refused
from credkit.anchors.bitcoin import Header
from credkit.errors import Malformed

_CANNOT_TELL = 2


def anchor() -> None:
    """Anchor the newest checkpoint now, and look for the blocks of those before it.

    Exit 1: a place did not take it; it is tried again.
    """
    if not places.configured():
        raise Refused(
            "Nothing says where: set OPENTIMESTAMPS_CALENDARS, or ETHEREUM_RPC. See docs/log.md."
        )
    vault.allow_signing()
    now = timezone.now()
    actions.choose(now, every=timedelta())
    Anchor.objects.unfinished().try_again()
    advance_each(actions.due(timezone.now()), actions.step)
    sent = Anchor.objects.filter(sent_at__gte=now)
    say(f"{sent.count()} sent, {Anchor.objects.held().count()} held by a block.")
    troubled = Anchor.objects.unfinished().exclude(problem="")
    for row in troubled:
        say(f"{row.place}: {row.problem}")
    raise typer.Exit(1 if troubled else 0)


def list_anchors(as_json: AsJson = False) -> None:
    """Every checkpoint that was sent or is to be sent, the newest first; and what went wrong."""
    rows = Anchor.objects.select_related("checkpoint").order_by("-checkpoint__size", "place")
    if as_json:
        print_json([documents.summary(row) | {"problem": row.problem} for row in rows])
        return
    table = [[str(row.checkpoint.size), row.place, _standing(row), row.problem] for row in rows]
    print_table(["Entries", "Place", "Standing", "Problem"], table)


def anchor_account() -> None:
    """The account that pays on a chain like Ethereum. Its key is made where there is none."""
    vault.allow_signing()
    typer.echo(ethereum.make_account())


def verify_anchor(
    proof: Annotated[Path, typer.Argument(help="The .ots, or the .json of a chain")],
    checkpoint: Annotated[Path, typer.Argument(help="The checkpoint, as it came with the proof")],
    header: Annotated[str, typer.Option(help="Of the block of Bitcoin: 80 bytes, in hex")] = "",
    explorer: Annotated[str, typer.Option(help="Esplora: https://blockstream.info/api")] = "",
    rpc: Annotated[str, typer.Option(help="A node of the chain")] = "",
) -> None:
    """For anyone: does the chain hold it? Exit 0: it does. 1: it does not. 2: cannot be told."""
    try:
        sources = Sources(_header(header), explorer, rpc)
        found = checking.check(proof.read_bytes(), checkpoint.read_text(), sources)
    except Malformed as error:
        raise Refused(f"Not a proof that can be checked: {error}.") from error
    except (outbound.Unreachable, outbound.TooMuch) as error:
        say(str(error))
        raise typer.Exit(_CANNOT_TELL) from error
    say(found.sentence)
    if found.at:
        say(f"So it existed on {day(found.at)}, {found.at:%H:%M} UTC.")
    raise typer.Exit(_CANNOT_TELL if found.holds is None else int(not found.holds))


def _header(text: str) -> Header | None:
    try:
        return Header.of(bytes.fromhex(text)) if text else None
    except ValueError as error:
        raise Malformed("the header is 80 bytes, in hexadecimal digits") from error


def _standing(row: Anchor) -> str:
    if row.held_at:
        return f"block {row.block}"
    return "sent" if row.sent_at else "waits"
