"""Ten thousand steps in the life of awards, on SQLite and on PostgreSQL, with all invariants.

    python -m bench.life [STEPS [SQLite|PostgreSQL]]

Each step is a deed of somebody, or a run of the belt; after each the rows must have moved as
`learning/awards/life.py` says, and after every forty `conferral fsck` finds nothing. The short run
of the same is tests/faults/test_life.py.
"""

import os
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT / "tests"))

from cluster import running  # noqa: E402  # Only now it is found.

_TEST = "tests/faults/test_life.py::test_whatever_anybody_does_the_promises_hold"


def main(steps: str = "10000", *only: str) -> int:
    """`only`: names of databases; both, if none is named."""
    failed, servers = 0, {"SQLite": nullcontext(""), "PostgreSQL": running()}
    for name, server in servers.items():
        if only and name not in only:
            continue
        with server as url:
            began = time.monotonic()
            ended = _live(steps, url)
            told = "all promises held" if ended == 0 else f"FAILED ({ended})"
            print(f"{name}: {steps} steps in {time.monotonic() - began:.0f} s, {told}", flush=True)
            failed += ended != 0
    return failed


def _live(steps: str, url: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--timeout=0", _TEST]
    surroundings = os.environ | {"LIFE_STEPS": steps} | ({"DATABASE_URL": url} if url else {})
    return subprocess.run(command, cwd=_ROOT, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
