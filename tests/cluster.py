"""A PostgreSQL server to throw away: its own directory, its own port, gone afterwards."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from postbox import free_port

_UNPRIVILEGED = "postgres"  # The server refuses to run as root; Debian's package brings the user.
# Unlike SQLite, which goes by bytes: "a" before "B".
_SORTED_AS_PEOPLE_DO = ("-E", "UTF8", "--locale-provider=icu", "--icu-locale=en-US")


def programs() -> Path | None:
    """Where initdb and pg_ctl are, of the newest version that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


@contextmanager
def running() -> Iterator[str]:
    """Start a server; gives the DATABASE_URL of an empty database."""
    binaries, port = programs(), free_port()
    assert binaries is not None
    with TemporaryDirectory(prefix="cluster-") as folder:
        if not os.getuid():
            shutil.chown(folder, _UNPRIVILEGED)
        pg_ctl = [binaries / "pg_ctl", "-D", f"{folder}/data", "-w"]
        made = ["-D", f"{folder}/data", "-U", "conferral", "-A", "trust", "-N"]
        _run(binaries / "initdb", *made, *_SORTED_AS_PEOPLE_DO)
        # What is thrown away need not be safe from a power cut (-F).
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -F -c max_connections=400"
        _run(*pg_ctl, "-l", f"{folder}/log", "-o", options, "start")
        server = ["-h", "127.0.0.1", "-p", port, "-U", "conferral"]
        try:
            _run(binaries / "createdb", *server, "conferral")
            yield f"postgres://conferral@127.0.0.1:{port}/conferral"
        finally:
            _run(*pg_ctl, "-m", "immediate", "stop")


def _run(*command: object) -> None:
    arguments = [str(part) for part in command]
    ran = subprocess.run(arguments, capture_output=True, text=True, check=False, **_whoever())
    assert ran.returncode == 0, ran.stderr


def _whoever() -> dict[str, Any]:
    if os.getuid():
        return {}
    user = pwd.getpwnam(_UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
