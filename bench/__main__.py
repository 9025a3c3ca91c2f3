"""`python -m bench`: measure everything and print it; `--write` puts it into docs/benchmarks.md."""

import argparse

from rich.console import Console
from rich.table import Table

from bench.measure import Figure
from bench.paper import COLUMNS, PAPER, paper, rows
from bench.parts import PARTS, RUNS, Part, measured, print_figures


def main() -> None:
    asked = _arguments()
    if asked.run:
        print_figures(asked.run)
        return
    console = Console()
    results = []
    for part in PARTS:
        figures = list(measured(part))
        results.append((part, figures))
        console.print(_table(part, figures))
    if asked.write:
        PAPER.write_text(paper(results), encoding="utf-8")
        console.print(f"Written: {PAPER}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument(
        "--run", choices=RUNS, help="measure one thing, in this process; its figures as JSON"
    )
    return parser.parse_args()


def _table(part: Part, figures: list[Figure]) -> Table:
    table = Table(*COLUMNS, title=part.title, title_justify="left")
    for row in rows(figures):
        table.add_row(*row)
    return table


if __name__ == "__main__":
    main()
