"""The figures as Markdown: docs/benchmarks.md."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Figure
from bench.parts import Part

PAPER = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_INTRODUCTION = """\
# How fast it is

Written by `python -m bench --write` from the checkout's root; do not edit it by hand.

Measured on a machine that others use at the same time, so single figures may be wrong by a third
in either direction; the same work is often twice as fast a minute later. What was measured in
turns in one run (the ratios) is firmer than any rate. Rates are medians. "By the clock" is what a
visitor sees; "per processor second" leaves out the time in which others had the processor, and
waiting for the disk. Each part ran in a fresh process pinned to one processor, on the product's
own settings, in a new data directory.
"""


def paper(results: Sequence[tuple[Part, Sequence[Figure]]]) -> str:
    """Everything that was measured, with the machine it was measured on."""
    sections = [_INTRODUCTION, _machine(), *(_section(part, found) for part, found in results)]
    return "\n".join(sections)


def rows(figures: Sequence[Figure]) -> Iterator[tuple[str, ...]]:
    """What is measured, the value, per processor second, the target, a remark."""
    for figure in figures:
        processor = "" if figure.processor is None else _number(figure.processor, "/s")
        target = "" if figure.target is None else f"≥ {_number(figure.target, figure.unit)}"
        value = _number(figure.value, figure.unit)
        yield figure.what, value, processor, f"{target}{_verdict(figure)}", figure.note


COLUMNS = ("", "by the clock", "per processor second", "target", "remarks")


def _machine() -> str:
    facts = (
        ("Date", f"{datetime.now(UTC):%d %B %Y}"),
        ("Processor", f"{_processor()}, {os.cpu_count()} shared cores"),
        ("System", f"{platform.system()} {platform.machine()}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("SQLite", sqlite3.sqlite_version),
        ("Load at the end", f"{os.getloadavg()[1]:.1f} in five minutes"),
    )
    return _table(("Measured on", ""), facts)


def _section(part: Part, figures: Sequence[Figure]) -> str:
    commands = ", ".join(f"`python -m bench --run {name}`" for name in part.runs)
    table = _table(COLUMNS, list(rows(figures)))
    return f"## {part.title}\n\n{part.says}\n\n{table}\nAgain: {commands}\n"


def _table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    text = [header, ["---"] * len(header), *lines]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in text)


def _number(value: float, unit: str) -> str:
    match unit:
        case "MB" | "s":
            return f"{value:,.1f} {unit}"
        case "/s":
            return f"{value:,.0f}/s"
        case _:
            return f"{value:,.0f} {unit}"


def _verdict(figure: Figure) -> str:
    if figure.target is None:
        return ""
    if figure.value >= figure.target:
        return ": met"
    if figure.processor is not None and figure.processor >= figure.target:
        return ": met per processor second only"
    return ": missed"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
