"""What commands print: tables for people, JSON for programs, complaints on standard error."""

from collections.abc import Sequence

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
