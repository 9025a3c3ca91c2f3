"""`conferral witness`: cosign other people's logs. Needs no Conferral, only its own two files."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from conferral.cli.screen import complain, say
from conferral.foundation.refusal import Refused
from conferral.strangers import serving
from conferral.strangers.witness import Witness, signer_of
from credkit.errors import Malformed
from credkit.tlog.note import VerifierKey
from credkit.tlog.witness import LARGEST_REQUEST, Answer

app = typer.Typer(help="Watch other people's logs, and cosign them.", no_args_is_help=True)

Name = Annotated[str, typer.Option(help="What the witness calls itself: witness.example/1")]
KeyFile = Annotated[Path, typer.Option("--key", help="Its private key; made when missing")]
LogKeys = Annotated[list[str], typer.Option("--log-vkey", help="A log to watch; may be repeated")]
State = Annotated[Path, typer.Option(help="What it has cosigned. Losing it is losing its honour")]


@app.command()
def key(name: Name, file: KeyFile) -> None:
    """Print the verification key, which logs and monitors are given."""
    typer.echo(Witness(name, signer_of(file), {}, file).vkey)  # Never wrapped.


@app.command()
def sign(name: Name, file: KeyFile, log_vkey: LogKeys, state: State) -> None:
    """Answer one request (C2SP add-checkpoint) from standard input. Exit 0: cosigned. 1: not."""
    text = sys.stdin.read(LARGEST_REQUEST + 1)
    reply = _witness(name, file, log_vkey, state).add_checkpoint(text, lambda: int(time.time()))
    if reply.status is not Answer.COSIGNED:
        complain(f"{int(reply.status)} {reply.body.strip()}")
        raise typer.Exit(1)
    typer.echo(reply.body, nl=False)


@app.command()
def serve(  # One for each option of the command.
    name: Name,
    file: KeyFile,
    log_vkey: LogKeys,
    state: State,
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any free one")] = 8010,
) -> None:
    """Serve add-checkpoint over HTTP. Put a web server with TLS in front."""
    witness = _witness(name, file, log_vkey, state)
    with serving.server(witness, host, port) as server:
        typer.echo(f"{witness.vkey} serves http://{host}:{server.server_address[1]}/add-checkpoint")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("Stopped.")


def _witness(name: str, file: Path, log_vkeys: list[str], state: Path) -> Witness:
    try:
        log_keys = {VerifierKey.parse(vkey).name: vkey for vkey in log_vkeys}
    except Malformed as error:
        raise Refused(f"--log-vkey: {error}.") from error
    return Witness(name, signer_of(file), log_keys, state)
