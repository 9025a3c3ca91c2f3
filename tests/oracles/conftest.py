"""The implementations that are not ours, installed once and then asked."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import npm
from credkit import contexts

HERE = Path(__file__).parent
_SCRIPTS = ("verify.mjs", "tokens.mjs", "blockcerts.mjs")
Ask = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def ask_node() -> Ask:
    """Digital Bazaar's verifier and jsonld.js, which hold `documents` and all our contexts."""
    held = {url: contexts.context(url) for url in contexts.known()}

    def ask(documents: dict[str, Any] | None = None, **question: Any) -> list[Any]:
        return _ask("verify.mjs", question | {"documents": held | (documents or {})})

    return ask


@pytest.fixture(scope="session")
def ask_about_tokens() -> Ask:
    """jose and the SD-JWT library of the OpenWallet Foundation."""
    return lambda **question: _ask("tokens.mjs", question)


@pytest.fixture(scope="session")
def ask_about_blockcerts() -> Ask:
    """The public verifier of Blockcerts, as web pages load it."""
    return lambda **question: _ask("blockcerts.mjs", question)


def _ask(script: str, question: dict[str, Any]) -> list[Any]:
    answer = subprocess.run(
        [npm.needed("node"), script],
        cwd=npm.installed(HERE, *_SCRIPTS),
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    answers: list[Any] = json.loads(answer.stdout)
    return answers
