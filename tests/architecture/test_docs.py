"""What operators and newcomers read names what there is; what it does not name is listed here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from architecture.sources import ROOT, SOURCES
from conferral.cli.main import app
from conferral.worker import CHORES

OPERATIONS = ROOT / "docs" / "operations.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
SETTINGS = ROOT / "src" / "conferral" / "settings.py"
_ASKED = re.compile(r"""env\.\w+\(\s*["']([A-Z][A-Z_]+)["']""")


def test_every_command_is_in_the_operations_manual():
    text = OPERATIONS.read_text()
    missing = [name for name in commands() if name not in text]
    assert missing == []


def test_every_setting_is_in_the_operations_manual():
    asked = set(_ASKED.findall(SETTINGS.read_text()))
    assert {name for name in asked if f"`{name}`" not in OPERATIONS.read_text()} == set()
    assert len(asked) > 8


def test_every_setting_in_the_operations_manual_exists():
    table = re.findall(r"^\| `([A-Z][A-Z_]+)`", OPERATIONS.read_text(), re.MULTILINE)
    assert set(table) - set(_ASKED.findall(SETTINGS.read_text())) == set()


def test_nothing_secret_has_a_default():
    asked = re.findall(
        r'env\.\w+\(\s*"(\w*(?:SECRET|PASSWORD|KEY)\w*)"(.*?)\)', SETTINGS.read_text()
    )
    assert asked
    assert [name for name, default in asked if default not in {"", ', default=""'}] == []


def test_every_word_of_the_glossary_is_in_the_code():
    code = _plain(" ".join(source.text for source in SOURCES))
    missing = [word for word in _words() if _plain(word) not in code]
    assert missing == []


def test_every_chore_is_in_the_operations_manual():
    text = OPERATIONS.read_text()
    assert [chore.name for chore in CHORES if f"| {chore.name} |" not in text] == []


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_file_that_a_map_names_exists(name):
    """They leave out what stands before: `awards/life.py`, and `actions.py` of any app."""
    named = set(re.findall(r"`([\w./-]+/[\w-]+\.\w+|[\w-]+\.py)`", (ROOT / name).read_text()))
    files = {f"/{path.relative_to(ROOT)}" for path in _files()}
    assert {path for path in named if not any(file.endswith(f"/{path}") for file in files)} == set()
    assert len(named) > 20


@pytest.mark.parametrize(
    "name", ["ARCHITECTURE.md", "README.md", "docs/operations.md", "docs/staff.md"]
)
def test_every_path_that_a_paper_names_exists(name):
    named = set(
        re.findall(r"`((?:src|docs|tests|requirements)/[\w./-]+)`", (ROOT / name).read_text())
    )
    assert {path for path in named if not (ROOT / path).exists()} == set()


def commands() -> list[str]:
    """Every command as it is typed, without its arguments."""
    return _commands(get_command(app), "conferral")


def _commands(command: typer.core.TyperCommand, name: str) -> list[str]:
    inner = getattr(command, "commands", None)
    if not inner:
        return [name]
    return [each for word, part in inner.items() for each in _commands(part, f"{name} {word}")]


def _files() -> Iterator[Path]:
    for folder in ("src", "docs", "scripts", "bench"):
        yield from (ROOT / folder).rglob("*.*")
    for folder in ("tests", "tests/journeys", "tests/conferral/web"):  # Not all that npm brings.
        yield from (ROOT / folder).glob("*.py")


def _words() -> list[str]:
    rows = re.findall(r"^\| ([^|]+) \|", GLOSSARY.read_text(), re.MULTILINE)
    words = [word.strip() for row in rows for word in re.split(r"[,;/]", row)]
    return [word for word in words if word and word != "we say" and set(word) - {"-"}]


def _plain(text: str) -> str:
    """StatusList, status_list and "status list" are one word."""
    return re.sub(r"[\s_\"-]+", "", text).lower()


@pytest.mark.parametrize("name", ["docs/without-us.md", "docs/log.md"])
def test_every_command_that_strangers_are_told_exists(name):
    text = (ROOT / name).read_text()
    told = re.findall(r"(?:^|`|\()conferral ([a-z-]+(?: [a-z-]+)*)", text, re.MULTILINE)
    known = {command.removeprefix("conferral ") for command in commands()}
    assert told
    assert [each for each in told if not any(_begins(each, command) for command in known)] == []


def _begins(told: str, command: str) -> bool:
    return f"{told} ".startswith(f"{command} ")
