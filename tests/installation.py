"""A Conferral of its own: a data directory, its commands and its workers as real processes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import template
from clerk import Clerk, Ended

ROOT = Path(__file__).parents[1]
CONFERRAL = Path(sys.executable).with_name("conferral")
_NOT_OURS = {
    "SECRET_KEY",
    "SITE_URL",
    "CONFERRAL_DEMO",
    "DATABASE_URL",
    "ENGINE_DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
}


def with_tables(home: Path, settings: Mapping[str, str] | None = None) -> "Installation":
    """One whose database is migrated already, for a story that is not about that."""
    template.copy_into(home)
    return Installation(home, settings or {})


@dataclass(frozen=True)
class Installation:
    """`clerk`: does what is asked, where somebody has employed one; else a new process does."""

    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    clerk: Clerk | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
        return (
            kept
            | {
                "CONFERRAL_HOME": str(self.home),
                "SITE_URL": "https://verify.saypro.example",
                "KEY_ENCRYPTION_KEY": "0123456789abcdef" * 4,
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
                "NO_COLOR": "1",
                "COLUMNS": "200",
            }
            | self.settings
        )

    def conferral(self, *arguments: str | Path) -> Ended:
        if self.clerk:
            return self.clerk.conferral(*arguments)
        return self._run(str(CONFERRAL), *map(str, arguments))

    def ask(self, module: str, *arguments: str | int) -> Any:
        """What a module of the tests prints as JSON, run inside this installation."""
        if self.clerk:
            ran = self.clerk.module(module, *arguments)
        else:
            ran = self._run(sys.executable, "-m", module, *map(str, arguments))
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])

    @contextmanager
    def worker(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`python -m conferral.cli.work`; killed at the end if nobody has killed it before."""
        with (self.home / "worker.log").open("ab") as says:
            process = subprocess.Popen(
                [sys.executable, "-m", "conferral.cli.work"],
                env=self.environment,
                stdout=says,
                stderr=subprocess.STDOUT,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def _run(self, *command: str) -> Ended:
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
