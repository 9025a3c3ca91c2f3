"""Write docs/standards.md from docs/standards.toml: every MUST we claim, who keeps it, who says so.

    python scripts/standards.py          # writes it
    python scripts/standards.py --check  # fails when it is not current, or names what is not there

A row names a clause, what it asks for, the function that keeps it, and the tests that would fail.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE, PAPER = ROOT / "docs/standards.toml", ROOT / "docs/standards.md"
_INTRODUCTION = """\
# What we claim, and who says so

Written by `scripts/standards.py` from `docs/standards.toml`; do not edit it by hand. Each line is
something that a standard demands and we claim to do: the function that does it, and the tests that
would fail if it did not. Tests under `tests/oracles` ask implementations that are not ours; those
under `tests/suites` ask what the public suites of the W3C ask. What we do not do stands below.
"""


@dataclass(frozen=True)
class Must:
    clause: str
    demand: str
    function: str  # "credkit.status_list.encode"
    tests: tuple[str, ...]  # "credkit/test_status_list.py::test_…", under tests/.


@dataclass(frozen=True)
class Standard:
    name: str
    url: str
    limits: tuple[str, ...]  # What of it we do not claim.
    musts: tuple[Must, ...]


def standards() -> list[Standard]:
    told = tomllib.loads(SOURCE.read_text())["standard"]
    return [
        Standard(
            each["name"],
            each["url"],
            tuple(each.get("limits", ())),
            tuple(
                Must(clause, demand, function, tuple(tests))
                for clause, demand, function, *tests in each["musts"]
            ),
        )
        for each in told
    ]


def paper(told: list[Standard]) -> str:
    claims = sum(len(each.musts) for each in told)
    sections = "".join(map(_section, told))
    return f"{_INTRODUCTION}\n{claims} claims about {len(told)} standards.\n{sections}"


def problems(told: list[Standard]) -> Iterator[str]:
    """Functions and tests that are named and are not there, and claims without a test."""
    for must in (must for each in told for must in each.musts):
        if not _function_file(must.function):
            yield f"no such function: {must.function}"
        if not must.tests:
            yield f"without a test: {must.demand}"
        for test in must.tests:
            path, _, name = test.partition("::")
            if name not in _names(ROOT / "tests" / path):
                yield f"no such test: {test}"


def _section(standard: Standard) -> str:
    rows = "".join(map(_row, standard.musts))
    head = "| clause | demands | function | tests |\n|---|---|---|---|\n"
    limits = "".join(f"- {each}\n" for each in standard.limits)
    unclaimed = f"\nNot claimed:\n\n{limits}" if limits else ""
    return f"\n## [{standard.name}]({standard.url})\n\n{head}{rows}{unclaimed}"


def _row(must: Must) -> str:
    file = _function_file(must.function)
    function = _link(must.function, f"{file.relative_to(ROOT)}" if file else "")
    tests = (test.partition("::") for test in must.tests)
    links = "<br>".join(_link(name, f"tests/{path}") for path, _, name in tests)
    return f"| {must.clause} | {must.demand} | {function} | {links} |\n"


def _link(name: str, path: str) -> str:
    return f"[`{name}`](../{path})"


def _function_file(dotted: str) -> Path | None:
    """The file of "package.module.Class.method", if it has that."""
    parts = dotted.split(".")
    for split in range(len(parts) - 1, 0, -1):
        module = ROOT.joinpath("src", *parts[:split])
        for file in (module.with_suffix(".py"), module / "__init__.py"):
            if ".".join(parts[split:]) in _names(file):
                return file
    return None


@cache
def _names(file: Path) -> frozenset[str]:
    if not file.is_file():
        return frozenset()
    return frozenset(_defined(ast.parse(file.read_text()).body, ""))


def _defined(body: list[ast.stmt], inside: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield inside + node.name
        if isinstance(node, ast.ClassDef):
            yield from _defined(node.body, f"{inside}{node.name}.")


def main(arguments: list[str]) -> int:
    told = standards()
    found = list(problems(told))
    if arguments == ["--check"] and PAPER.read_text() != paper(told):
        found.append(f"{PAPER.name} is not current: run python scripts/standards.py")
    if arguments != ["--check"] and not found:
        PAPER.write_text(paper(told))
    print("\n".join(found) or "All functions and tests are there.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
