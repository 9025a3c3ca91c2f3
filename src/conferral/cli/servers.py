"""`conferral serve` and `conferral work`: the processes that keep running."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from conferral.cli.screen import say
from conferral.foundation.refusal import Refused

_WORKER = "conferral.cli.work"
_OPENS_KEYS = {"KEY_ENCRYPTION_KEY", "KEY_ENCRYPTION_KEY_OLD", "PKCS11_PIN"}
_LOOK_EVERY = 1.0  # Seconds.
_SETTLED_AFTER = 30.0  # Seconds: whoever lived so long can begin, and is begun again at once.
_LONGEST_REST = 60.0


def work() -> None:
    """Run one worker in the foreground. Any number of them may run side by side."""
    _refuse_what_was_never_set_up()
    # A process of its own: only it pays for importing the job engine.
    os.execv(sys.executable, [sys.executable, "-m", _WORKER])  # noqa: S606


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    processes: Annotated[int, typer.Option(help="Web processes")] = 1,
) -> None:
    """Serve the site, at PORT of the settings, and run one worker; start again whichever ends."""
    _refuse_what_was_never_set_up()
    _refuse_a_busy_port(host)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    say(f"Serving {settings.SITE_URL}. Stop with Ctrl+C.")
    web = [sys.executable, "-m", "conferral.cli.web", host, str(processes)]
    supervise([web, [sys.executable, "-m", _WORKER]], stop)


def supervise(commands: Sequence[Sequence[str]], stop: threading.Event) -> None:
    """Keep one process of each command running until `stop`; then let each finish."""
    running = [Kept(command) for command in commands]
    while not stop.wait(_LOOK_EVERY):
        for kept in running:
            kept.look_after(time.monotonic())
    for kept in running:
        kept.process.terminate()
    for kept in running:
        _await_end(kept.process)


class Kept:
    """The process of a command, begun again when it ends.

    One that cannot even begin (no database, an edition half installed) rests longer each time, up
    to a minute: beginning costs seconds of a processor that others need.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command, self._rest = command, 0.0
        self._begin(time.monotonic())

    def look_after(self, now: float) -> None:
        """`now`: seconds of a clock that only goes forward."""
        if self.process.poll() is None:
            self._seen_at = now
        elif now >= self._seen_at + self._rest:
            lived = self._seen_at - self._began_at
            self._rest = 0.0 if lived >= _SETTLED_AFTER else min(_LONGEST_REST, 2 * self._rest + 1)
            self._begin(now)

    def _begin(self, now: float) -> None:
        # In a session of its own: Ctrl+C reaches us alone, and we stop it in order.
        environment = _environment(self._command) | {"CONFERRAL_SUPERVISED": "1"}
        self.process = subprocess.Popen(  # noqa: S603
            self._command, env=environment, start_new_session=True
        )
        self._began_at = self._seen_at = now


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


def _refuse_what_was_never_set_up() -> None:
    """Both processes would begin and end in it for ever."""
    home = Path(settings.CONFERRAL_HOME)
    if not (home / "keys").is_dir():
        raise Refused(f"{home} is no data directory yet. Make it one with: conferral setup")


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
