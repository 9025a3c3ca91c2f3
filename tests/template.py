"""A database with every migration applied, made once and copied: migrating takes seconds.

It is kept in the machine's folder for temporary files, under the digest of what it was made from.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FILE = "conferral.sqlite3"


def copy_into(home: Path) -> None:
    """For a new installation, before its first command."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(migrated(), home / _FILE)


def pour_into(connection: sqlite3.Connection) -> None:
    """Everything that is in that database gives way."""
    with closing(sqlite3.connect(migrated())) as source:
        source.backup(connection)


@cache
def migrated() -> Path:
    kept = Path(tempfile.gettempdir()) / f"conferral-template-{_digest()}.sqlite3"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # One process makes it, the others wait for it.
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=kept.parent) as home:
                _migrate(Path(home))
                os.replace(Path(home) / _FILE, kept)
    return kept


def _digest() -> str:
    """Of all migrations, and of the lock: Django brings tables of its own."""
    sources = sorted((ROOT / "src").glob("**/migrations/*.py"))
    digest = sha256()
    for path in (*sources, ROOT / "requirements" / "dev.txt"):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _migrate(home: Path) -> None:
    environment = os.environ | {
        "CONFERRAL_HOME": str(home),
        "SECRET_KEY": "only-to-migrate",
        "PYTHONPATH": str(ROOT / "src"),  # Of this checkout, whatever is installed.
    }
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0", "--skip-checks"]
    subprocess.run(command, env=environment, check=True)
    with closing(sqlite3.connect(home / _FILE)) as made:  # All of it into the one file.
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.execute("PRAGMA journal_mode=DELETE")
