"""The first sheet of a workbook as CSV, opened by a process that may not take us with it."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .archive import inspect
from .unreadable import Unreadable

MAX_WAIT = 60  # seconds; the process has limits of its own, see sheet_to_csv.py
REFUSED = 3  # exit status: the reason stands on standard output

_PROGRAM = Path(__file__).with_name("sheet_to_csv.py")


def to_csv(path: Path, filename: str) -> Path:
    """Write the first sheet beside the workbook, as UTF-8 CSV, and return where.

    Cells that hold formulas are written as formulas, percentages with their sign, dates as ISO.
    Raises Unreadable.
    """
    kind = inspect(path, filename)
    target = path.with_name(f"{path.name}.csv")
    # Whoever reads the CSV of an earlier call goes on reading it: the new one takes its place.
    with TemporaryDirectory(dir=path.parent, prefix=".opening-") as folder:
        made = Path(folder) / "sheet.csv"
        _convert(path, kind, made, filename)
        return made.replace(target)


def _convert(path: Path, kind: str, target: Path, filename: str) -> None:
    try:
        # Our own program and paths of our own making: nothing here is chosen by the uploader.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-X", "utf8", _PROGRAM, kind, path, target],
            capture_output=True,
            env={},
            text=True,
            encoding="utf-8",
            timeout=MAX_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much(filename) from error
    if done.returncode == REFUSED:
        raise Unreadable(f"{filename} {done.stdout.strip()}")
    if done.returncode:
        raise _too_much(filename)


def _too_much(filename: str) -> Unreadable:
    return Unreadable(
        f"{filename} takes more time or memory to open than a table of its size should. "
        "Delete everything outside the table, or save it as CSV, and upload it again."
    )
