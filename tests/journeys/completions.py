"""Files of completions in the shape of Moodle's report on the course “Workplace First Aid”."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from journeys.site import ROOT

# An export of a real Moodle, where the papers that this project was planned with are at hand.
SAMPLE = ROOT.parent / "shared" / "samples" / "lms" / "csv" / "course_completion.csv"

FORMULA = '=HYPERLINK("http://evil.example/x") Doe'
_MODULES = ("Read: scene safety", "Practical log", "Final quiz")
_DAY = "2026-11-20 09:15:00"
_COMPLETED, _OPEN = "Completed", "Not completed"
_PASSED, _FAILED = "Completed (achieved pass grade)", "Completed (did not achieve pass grade)"


def a_report(passed: Iterable[str], *, failed: Iterable[str] = (), half: Iterable[str] = ()) -> str:
    """Who passed the quiz, who failed it, who is half way; with a row that nobody should trust."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    dated = (column for title in _MODULES for column in (title, f"{title} - Completion date"))
    lines.writerow(["ID", "Name", "Email address", *dated, "Course complete"])
    endings = ((passed, _PASSED), (failed, _FAILED), (half, _OPEN), ([FORMULA], _PASSED))
    learners = [(name, ending) for names, ending in endings for name in names]
    for number, (name, ending) in enumerate(learners, start=11):
        lines.writerow(_line(number, name, ending))
    return out.getvalue()


def email_of(name: str) -> str:
    """Somebody's address: the letters of the name that may stand in one."""
    letters = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    return f"{letters or 'someone'}@example.test"


def written(folder: Path, report: str, name: str = "course_completion.csv") -> Path:
    path = folder / name
    path.write_text(report, encoding="utf-8")
    return path


def _line(number: int, name: str, ending: str) -> list[str]:
    day = "" if ending == _OPEN else _DAY
    complete = _DAY if ending == _PASSED else ""
    start = [str(number), name, email_of(name), _COMPLETED, _DAY, _COMPLETED, _DAY]
    return [*start, ending, day, complete]
