"""Write the table of events and their consequences into ARCHITECTURE.md.

python scripts/consequences.py          # writes it
python scripts/consequences.py --check  # fails when it is not current
"""

import sys
from pathlib import Path

from conferral.credentials import consequences

PAPER = Path(__file__).parents[1] / "ARCHITECTURE.md"
BEGIN, END = (
    "<!-- consequences: written by scripts/consequences.py -->\n",
    "<!-- /consequences -->\n",
)


def written(paper: str) -> str:
    """The paper with the table as the code has it."""
    before, _, rest = paper.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{consequences.table()}{END}{after}"


def main() -> int:
    paper = PAPER.read_text()
    if BEGIN not in paper or END not in paper:
        print(f"{PAPER.name} has no place for the table.")
        return 1
    current = written(paper)
    if "--check" in sys.argv:
        return int(current != paper)
    PAPER.write_text(current)
    return 0


if __name__ == "__main__":
    sys.exit(main())
