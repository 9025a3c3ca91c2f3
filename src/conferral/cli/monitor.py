"""`conferral monitor`: watch a log that is not ours. Exit 0 honest, 1 caught, 2 could not tell."""

import time
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from conferral.cli.screen import complain, say
from conferral.foundation.outbound import Reach, Unreachable
from conferral.foundation.refusal import Refused
from conferral.strangers import keeping, source
from conferral.strangers.monitor import Caught, Rules, Seen, compare, insist_on_freshness, look
from conferral.strangers.source import Source
from credkit.errors import Malformed
from credkit.tlog.note import Kind, VerifierKey
from credkit.tlog.proof_file import HEADER, ProofFile

_HONEST, _CAUGHT, _COULD_NOT_TELL = 0, 1, 2


def monitor(  # noqa: PLR0913  # One for each option of the command.
    url: Annotated[str, typer.Option(help="The log's address: https://certificates.example/log")],
    vkey: Annotated[str, typer.Option(help="The log's verification key")],
    state: Annotated[Path, typer.Option(help="What this monitor has seen; made when missing")],
    *,
    once: Annotated[bool, typer.Option("--once", help="Look once, and end")] = False,
    every: Annotated[int, typer.Option(help="Seconds between two looks")] = 60,
    witness: Annotated[
        list[str] | None, typer.Option(help="A witness's verification key; may be repeated")
    ] = None,
    max_age: Annotated[
        int | None, typer.Option(help="Seconds within which a witness must have seen the log")
    ] = None,
    also: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint or proof that others were shown")
    ] = None,
    mirror: Annotated[Path | None, typer.Option(help="Keep a copy of the log here")] = None,
    most: Annotated[int, typer.Option(help="Entries by which it may grow at once")] = 1_000_000,
    insecure_http: Annotated[
        bool, typer.Option("--insecure-http", help="A log on this machine, without TLS")
    ] = False,
    internal: Annotated[
        bool, typer.Option("--internal", help="A log in this organization's own network")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one line a look")] = False,
) -> None:
    """Check that a log only grows, and is what it signs. Exit 0: it is. 1: caught. 2: no answer."""
    reach = Reach.LOOPBACK if insecure_http else Reach.INTERNAL if internal else Reach.PUBLIC
    rules = _rules(vkey, witness or [], max_age, most)
    watched = Source(source.at(url, reach), mirror)
    notes = [_note_in(path) for path in also or []]
    while True:
        outcome, told = _look(watched, rules, state, notes)
        _tell(told, as_json)
        if once or outcome == _CAUGHT:
            raise typer.Exit(outcome)
        time.sleep(every)


def _look(
    watched: Source, rules: Rules, state: Path, elsewhere: list[str]
) -> tuple[int, dict[str, Any]]:
    now = int(time.time())
    with keeping.locked(state):
        seen = Seen.of_json(keeping.read(state))
        try:
            fresh = look(watched, seen, rules)
            keeping.write(state, fresh.to_json())
            for note in elsewhere:
                compare(watched, fresh, note, rules)
            insist_on_freshness(fresh, rules, now)
        except Unreachable as error:
            return _COULD_NOT_TELL, {"outcome": "unreachable", "sentence": str(error)}
        except Caught as caught:
            _keep_evidence(state, caught, now)
            return _CAUGHT, {"outcome": caught.fault, "sentence": str(caught)}
    return _HONEST, {
        "outcome": "honest",
        "sentence": f"{fresh.size:,} entries, {fresh.size - seen.size:,} of them new.",
        "size": fresh.size,
        "new": fresh.size - seen.size,
        "checkpoints": fresh.checkpoints,
        "witnessedAt": fresh.witnessed_at or None,
    }


def _keep_evidence(state: Path, caught: Caught, now: int) -> None:
    """What proves it to others: the log's own signatures."""
    name = f"{state.name}.evidence-{now}"
    keeping.write(
        state.with_name(name),
        {"at": now, "fault": caught.fault, "sentence": str(caught), "notes": caught.notes},
    )


def _tell(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(orjson.dumps(told).decode())
    elif told["outcome"] == "honest":
        say(told["sentence"])
    else:
        complain(f"{told['outcome']}: {told['sentence']}")


def _rules(vkey: str, witnesses: list[str], max_age: int | None, most: int) -> Rules:
    try:
        VerifierKey.parse(vkey)
        for each in witnesses:
            VerifierKey.parse(each, Kind.COSIGNATURE)
    except Malformed as error:
        raise Refused(f"{error}.") from error
    if max_age is not None and not witnesses:
        raise Refused("--max-age needs a --witness: a log's own checkpoints bear no date.")
    return Rules(vkey, tuple(witnesses), max_age, most)


def _note_in(path: Path) -> str:
    text = path.read_text()
    if not text.startswith(HEADER):
        return text
    try:
        return ProofFile.parse(text).checkpoint
    except Malformed as error:
        raise Refused(f"{path} is no proof: {error}.") from error
