"""One completion comes a hundred times while sixteen workers are killed: one certificate.

    python -m bench.sixteen [WORKERS [REPEATS [SQLite|PostgreSQL]]]

Real processes on a database on disk. As long as there is something to do, one of the workers, drawn
by lot, is killed with `kill -9` and another begins in its place. Sixteen want more than two cores:
each looks at the rows four times a second. What one and two workers do is in
tests/conferral/foundation/engine/test_runner.py.
"""

import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "tests"))

from cluster import running  # noqa: E402  # Only now it is found.
from installation import Installation  # noqa: E402
from postbox import Postbox, free_port, listening  # noqa: E402

_LIFE = 30.0  # Seconds that a worker lives on average: it needs some to start.
_PATIENCE = 600.0


@dataclass(frozen=True)
class Outcome:
    killed: int
    seconds: float
    report: dict[str, Any]

    @property
    def is_one_of_everything(self) -> bool:
        kinds = ("enrolments", "awards", "credentials", "leaves", "certificates", "deliveries")
        letters = sum(to.startswith("ada@") for to in self.report["letters"].values())
        said = {self.report[kind] for kind in kinds} | {letters}
        return said == {1} and not self.report["broken"] and not self.report["unread"]


def main(workers: str = "16", repeats: str = "100", *only: str) -> int:
    """`only`: names of databases; both, if none is named."""
    failed, servers = 0, {"SQLite": nullcontext(""), "PostgreSQL": running()}
    for name, server in servers.items():
        if only and name not in only:
            continue
        with server as url:
            outcome = crowd(int(workers), int(repeats), url)
        failed += not outcome.is_one_of_everything
        print(f"{name}: {workers} workers, {repeats} repeats, {outcome}", flush=True)
    return failed


def crowd(workers: int, repeats: int, url: str = "") -> Outcome:
    """`url`: of a database server; SQLite if there is none."""
    port, began, chance = free_port(), time.monotonic(), random.SystemRandom()
    with tempfile.TemporaryDirectory() as home, listening(Postbox(), port), ExitStack() as stack:
        settings = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        theirs = {"DATABASE_URL": url} if url else {}
        installation = Installation(Path(home), settings | theirs)
        installation.ask("faults.scene", "repeat", repeats)
        alive = [stack.enter_context(installation.worker()) for _ in range(workers)]
        killed = 0
        while installation.ask("faults.scene", "left")["left"]:
            time.sleep(_LIFE / workers)
            alive.pop(chance.randrange(workers)).kill()
            alive.append(stack.enter_context(installation.worker()))
            killed += 1
            if time.monotonic() - began > _PATIENCE:
                break
        report = installation.ask("faults.scene", "report")
    return Outcome(killed, time.monotonic() - began, report)


if __name__ == "__main__":
    os.chdir(_ROOT)
    sys.exit(main(*sys.argv[1:]))
