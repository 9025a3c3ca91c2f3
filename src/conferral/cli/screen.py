"""What commands print: tables for people, JSON for programs, complaints on standard error."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import orjson
import typer
from rich.console import Console
from rich.table import Table

out = Console()
err = Console(stderr=True)


def complain(sentence: str) -> None:
    err.print(sentence, style="red", markup=False, highlight=False)


def say(sentence: str) -> None:
    out.print(sentence, markup=False, highlight=False, soft_wrap=True)  # An address stays whole.


def print_json(value: object) -> None:
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_rows(
    headings: Sequence[str], rows: Sequence[Mapping[str, object]], *, as_json: bool
) -> None:
    """For programs as they are; for people a table, with a heading for each value of a row."""
    if as_json:
        print_json(rows)
    else:
        print_table(headings, [[_cell(value) for value in row.values()] for row in rows])


def print_facts(facts: Mapping[str, object], *, as_json: bool, long: Collection[str] = ()) -> None:
    """For programs as they are; for people a line for each. Of `long` ones only how long."""
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        say(f"{name}: {f'{len(str(value))} characters' if name in long else value}")


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """On a terminal a table; into a pipe one tab-separated line for each row."""
    if not out.is_terminal:
        for row in rows:
            typer.echo("\t".join(row))
        return
    table = Table(*headings)
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return ", ".join(map(str, value))
        case datetime():
            return value.isoformat("T", "minutes")
        case _:
            return str(value)
