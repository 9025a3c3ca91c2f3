"""The product as it runs: the processes of `conferral demo serve`, on data of their own."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from clerk import Clerk, Ended

ROOT = Path(__file__).parents[2]
_CONFERRAL = Path(sys.executable).with_name("conferral")
_ISSUED = """
SELECT count(*) FROM issuing_credential credential
JOIN issuing_shape shape ON shape.id = credential.shape_id
JOIN catalog_courseversion version ON version.id = shape.version_id
JOIN catalog_course course ON course.id = version.course_id
WHERE course.code = ?
"""
# Services that vouch for people; nobody is led to them: they are only looked at.
_SERVICES = [
    {
        "provider_id": name.lower(),
        "name": f"{name} account",
        "client_id": "us",
        "secret": "s",
        "settings": {"server_url": f"https://{name.lower()}.example"},
    }
    for name in ("School", "Library")
]
_PATIENCE = 240.0  # Seconds until it serves, on a slow machine.


@dataclass(frozen=True)
class Site:
    """Where it is served, and with what its first lines tell a newcomer to sign in."""

    home: Path
    address: str
    email: str
    password: str
    clerk: Clerk

    def conferral(self, *arguments: str | Path) -> Ended:
        """The command line of the same installation, on the same data."""
        return self.clerk.conferral(*arguments)

    def runs(self, statement: str) -> None:
        """Python on the same data, in a process of its own, with our tests to import from."""
        ended = self.clerk.python(statement)
        assert ended.returncode == 0, ended.stderr

    def issued(self, course: str) -> int:
        """How many certificates there are; asked often, so not of a process of its own."""
        with closing(sqlite3.connect(self.home / "conferral.sqlite3")) as register:
            return int(register.execute(_ISSUED, [course]).fetchone()[0])

    def certificates(self) -> list[dict[str, str]]:
        """Number, status, url and course of each, newest first."""
        found: list[dict[str, str]] = json.loads(
            self.conferral("certificates", "list", "--json").stdout
        )
        return found


@contextmanager
def served(home: Path) -> Iterator[Site]:
    port = _free_port()
    with (home / "served.txt").open("w+") as says:
        process = subprocess.Popen(
            [_CONFERRAL, "demo", "serve"],
            env=_environment(home)
            | {"CONFERRAL_DEMO": "1", "PORT": str(port), "OIDC_PROVIDERS": json.dumps(_SERVICES)},
            stdout=says,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            lines = _await_lines(process, home / "served.txt", port)
            with Clerk(_environment(home)) as clerk:  # Only now: both would make the secrets.
                yield _told(home, lines, clerk)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _environment(home: Path) -> dict[str, str]:
    """Ours, without what the other tests have put there."""
    not_kept = {"SECRET_KEY", "SITE_URL", "PORT", "CONFERRAL_DEMO", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in not_kept}
    ours = [str(ROOT / "src"), str(ROOT / "tests")]
    return kept | {
        "CONFERRAL_HOME": str(home),
        "NO_COLOR": "1",
        "COLUMNS": "200",
        "PYTHONPATH": os.pathsep.join(ours),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_lines(process: "subprocess.Popen[bytes]", says: Path, port: int) -> str:
    """What it has said by the time it answers."""
    give_up_at = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up_at and process.poll() is None:
        if _answers(f"http://127.0.0.1:{port}/healthz"):
            return says.read_text()
        time.sleep(0.2)
    raise AssertionError(f"The demonstration does not serve:\n{says.read_text()}")


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _told(home: Path, lines: str, clerk: Clerk) -> Site:
    def after(words: str) -> str:
        found = re.search(rf"^\s*{words}\s+(\S+)", lines, re.MULTILINE)
        assert found, f"The first lines do not say “{words}”:\n{lines}"
        return found[1]

    return Site(home, after("Conferral"), after("sign in as"), after("password"), clerk)
