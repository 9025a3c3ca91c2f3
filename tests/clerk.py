"""A process that stays: what is asked of it, a child of its own does at once.

The command line needs seconds to begin, and a journey asks it often.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Self

Ended = subprocess.CompletedProcess[str]


class Clerk:
    """Runs commands and statements on the data of one environment, each in a new process."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desk"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def conferral(self, *arguments: object, said: str = "") -> Ended:
        """The command line with these arguments, and this on its standard input."""
        return self._ask(["conferral", *map(str, arguments)], said)

    def module(self, name: str, *arguments: object) -> Ended:
        """As `python -m` with these arguments."""
        return self._ask(["-m", name, *map(str, arguments)])

    def python(self, statement: str) -> Ended:
        """Python that imports from our tests, too."""
        return self._ask(["-c", statement])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._process.communicate()

    def _ask(self, argv: list[str], said: str = "") -> Ended:
        asks, says = self._process.stdin, self._process.stdout
        assert asks is not None
        assert says is not None
        print(json.dumps([argv, said]), file=asks, flush=True)
        code, stdout, stderr = json.loads(says.readline())
        return subprocess.CompletedProcess(argv, code, stdout, stderr)
