"""Commands as they are typed, in this process: what they print, and how they end."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from conferral.cli import screen
from conferral.cli.main import main


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Typed = Callable[..., Ended]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """`typed("verify", number)` is `conferral verify NUMBER` on the test's database."""
    monkeypatch.setenv("COLUMNS", "200")
    for console in (screen.out, screen.err):  # They may have been made before.
        monkeypatch.setattr(console, "width", 200)

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["conferral", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Ended(int(end.value.code or 0), printed.out, printed.err)

    return run
