"""The files that the demonstration imports, in the shape of a Moodle export."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import ContentFile

from conferral.demo.cast import COURSES, LEARNERS

LONG_AGO = "first-aid-cohort-1.csv"
REASONS = (
    "Issued in error: the final examination was another learner's.",
    "Withdrawn at the holder's request.",
)
_YES, _NO = "Completed", "Not completed"
_PASSED = "Completed (achieved pass grade)"
_FAILED = "Completed (did not achieve pass grade)"


@dataclass(frozen=True)
class FileOfDemo:
    name: str
    course: str
    text: str

    def content(self) -> "ContentFile[bytes]":
        return ContentFile(self.text.encode("utf-8-sig"), self.name)


def files(today: date) -> Iterator[FileOfDemo]:
    """Sixty learners: done long ago, done lately, on their way, failed; and a few bad rows."""
    long_ago = today - timedelta(days=4 * 365)
    lately = today - timedelta(days=9)
    yield _file(LONG_AGO, 0, [(each, long_ago, _PASSED) for each in LEARNERS[:6]])
    yield _file(
        "first-aid-cohort-7.csv",
        0,
        [
            *((each, lately, _PASSED) for each in LEARNERS[6:24]),
            *((each, lately, _FAILED) for each in LEARNERS[24:28]),
            *((each, lately, _NO) for each in LEARNERS[28:32]),
            ('=HYPERLINK("http://example.test")', lately, _PASSED),
            ("Nobody\u202e Backwards", lately, _PASSED),
        ],
    )
    yield _exam_file("mel-2026.csv", lately, LEARNERS[32:52])
    yield _file("finance.csv", 2, [(each, lately, _PASSED) for each in LEARNERS[52:60]])


def _file(name: str, course: int, rows: Sequence[tuple[str, date, str]]) -> FileOfDemo:
    """One learner a row: every module but the last is done, the last is as given."""
    titles = [title for _, title in COURSES[course].modules]
    table = [
        ["ID", "Name", "Email address", *(t for x in titles for t in (x, f"{x} - Completion date"))]
    ]
    for number, (learner, day, last) in enumerate(rows, start=100):
        cells = [str(number), learner, _email(number, course)]
        for title in titles:
            state = last if title == titles[-1] else _YES
            cells += [state, "" if state == _NO else f"{day.isoformat()} 16:45:10"]
        table.append(cells)
    return FileOfDemo(name, COURSES[course].code, _csv(table))


def _exam_file(name: str, day: date, learners: Sequence[str]) -> FileOfDemo:
    """One result a row, with a mark in the examination."""
    table = [["Name", "E-mail", "Module", "Score", "Completed"]]
    for number, learner in enumerate(learners):
        for code, _ in COURSES[1].modules:
            mark = str(48 + number * 5 % 50) if code == "exam" else ""
            moment = f"{day.isoformat()} 11:20:00"
            table.append([learner, _email(number, 1), code, mark, moment])
    return FileOfDemo(name, COURSES[1].code, _csv(table))


def _email(number: int, course: int) -> str:
    return f"learner{course}{number}@example.test"


def _csv(table: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()
