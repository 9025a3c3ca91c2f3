"""The implementations that are not ours, installed once and then asked."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from credkit import contexts

HERE = Path(__file__).parent
Ask = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def ask_node() -> Ask:
    """Digital Bazaar's verifier and jsonld.js, which hold `documents` and all our contexts."""
    home = _installed()
    held = {url: contexts.context(url) for url in contexts.known()}

    def ask(documents: dict[str, Any] | None = None, **question: Any) -> list[Any]:
        question["documents"] = held | (documents or {})
        answer = subprocess.run(
            [_needed("node"), "verify.mjs"],
            cwd=home,
            input=json.dumps(question),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert answer.returncode == 0, answer.stderr
        answers: list[Any] = json.loads(answer.stdout)
        return answers

    return ask


def _installed() -> Path:
    """`npm ci`, once for each lock, in CONFERRAL_TEST_CACHE or beside this file."""
    cache = os.environ.get("CONFERRAL_TEST_CACHE")
    home = Path(cache) / "oracles" if cache else HERE
    home.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc", "verify.mjs"):
        if home != HERE:
            shutil.copyfile(HERE / name, home / name)
    done = home / "node_modules" / ".installed"
    lock = (home / "package-lock.json").read_text()
    if not done.exists() or done.read_text() != lock:
        command = [_needed("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        result = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        if result.returncode:
            pytest.fail(f"npm could not install the oracles:\n{result.stderr}")
        done.write_text(lock)
    return home


def _needed(program: str) -> str:
    found = shutil.which(program)
    if not found:
        pytest.fail(f"{program} is missing: the oracles need Node.js 18 or newer with npm.")
    return found
