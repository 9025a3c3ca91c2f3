"""`conferral serve` and `conferral work`: the processes that keep running."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Annotated

import typer
from django.conf import settings

from conferral.cli.screen import say
from conferral.foundation.refusal import Refused

_WORKER = "conferral.cli.work"
_OPENS_KEYS = {"KEY_ENCRYPTION_KEY", "KEY_ENCRYPTION_KEY_OLD", "PKCS11_PIN"}
_RESPAWN_AFTER = 1.0  # Seconds.


def work() -> None:
    """Run one worker in the foreground. Any number of them may run side by side."""
    # A process of its own: only it pays for importing the job engine.
    os.execv(sys.executable, [sys.executable, "-m", _WORKER])  # noqa: S606


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    processes: Annotated[int, typer.Option(help="Web processes")] = 1,
) -> None:
    """Serve the site and run one worker; start again whichever of them ends."""
    _refuse_a_busy_port(host)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    say(f"Serving {settings.SITE_URL}. Stop with Ctrl+C.")
    web = [sys.executable, "-m", "conferral.cli.web", host, str(processes)]
    supervise([web, [sys.executable, "-m", _WORKER]], stop)


def supervise(commands: Sequence[Sequence[str]], stop: threading.Event) -> None:
    """Keep one process of each command running until `stop`; then let each finish."""
    running = [_start(command) for command in commands]
    while not stop.wait(_RESPAWN_AFTER):
        for place, process in enumerate(running):
            if process.poll() is not None:
                running[place] = _start(commands[place])
    for process in running:
        process.terminate()
    for process in running:
        _await_end(process)


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    # In a session of its own: Ctrl+C reaches us alone, and we stop it in order.
    environment = _environment(command) | {"CONFERRAL_SUPERVISED": "1"}
    return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603


def _environment(command: Sequence[str]) -> dict[str, str]:
    """Ours; but what opens private keys is for the worker only."""
    if _WORKER in command:
        return dict(os.environ)
    return {
        name: value
        for name, value in os.environ.items()
        if name.removesuffix("_FILE") not in _OPENS_KEYS
    }


def _await_end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()


def _refuse_a_busy_port(host: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, settings.PORT))
        except OSError:
            raise Refused(
                f"Port {settings.PORT} is in use, perhaps by another Conferral. Open "
                f"{settings.SITE_URL}, or choose another port: PORT=8001 …"
            ) from None
