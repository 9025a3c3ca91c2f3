"""The files that the demonstration imports, in the shape of a learning system's exports."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import ContentFile

from conferral.demo.cast import LEARNERS
from conferral.demo.courses import COURSES, UNAPPROVED, CourseOfDemo

_DONE, _NOT_DONE = "Completed", "Not completed"
_PASSED = "Completed (achieved pass grade)"
_FAILED = "Completed (did not achieve pass grade)"


OF_A_SPECIMEN = "first-aid"
"""The course of which one certificate is a specimen."""

OF_A_PORTFOLIO = "assess-learners"
"""The course of which a trainer judges portfolios."""


@dataclass(frozen=True)
class Cohort:
    """Learners of one course and how far they are; issued so many days ago, 0: by the belt.

    `finished`: how many days before that they had completed it.
    """

    course: str
    name: str
    learners: tuple[str, ...]
    days_ago: int = 0
    finished: int = 9
    site: str = ""
    failed: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileOfDemo:
    name: str
    course: str
    text: str

    def content(self) -> "ContentFile[bytes]":
        return ContentFile(self.text.encode("utf-8-sig"), self.name)


COHORTS = (
    Cohort("first-aid", "first-aid-2022.csv", LEARNERS[:6], days_ago=4 * 365),
    Cohort("first-aid", "first-aid-2023.csv", LEARNERS[6:9], days_ago=3 * 365 - 40),
    Cohort("first-aid", "first-aid-summer.csv", LEARNERS[9:14], days_ago=280),
    Cohort("mel", "mel-march.csv", LEARNERS[14:22], days_ago=245),
    Cohort("project-finance", "finance-may.csv", LEARNERS[22:28], days_ago=190),
    Cohort("mel", "mel-july.csv", LEARNERS[28:37], days_ago=130),
    Cohort("first-aid", "first-aid-winter.csv", LEARNERS[37:44], days_ago=95),
    Cohort("project-finance", "finance-october.csv", LEARNERS[44:48], days_ago=40),
    # Accredited then, and since its accreditation ended not any more.
    Cohort("fire-warden", "fire-wardens-autumn.csv", LEARNERS[2:6], days_ago=200, site="durban"),
    Cohort("fire-warden", "fire-wardens.csv", LEARNERS[6:10], finished=3, site="durban"),
    Cohort("forklift", "forklift.csv", LEARNERS[10:13], site="johannesburg"),
    Cohort(
        "assess-learners",
        "assessors.csv",
        LEARNERS[16:22],
        finished=5,
        unfinished=LEARNERS[22:23],
        site="johannesburg",
    ),
    Cohort("bookkeeping", "bookkeepers.csv", LEARNERS[36:46], finished=5),
    Cohort("child-safety", "child-safety.csv", LEARNERS[30:36], finished=25),
    Cohort(
        "first-aid",
        "first-aid-november.csv",
        LEARNERS[48:54],
        failed=LEARNERS[54:57],
        unfinished=LEARNERS[57:],
        odd=('=HYPERLINK("http://example.test")', "Nobody\u202e Backwards"),
    ),
)


def file_of(cohort: Cohort, today: date) -> FileOfDemo:
    """One learner a row, in the shape of a Moodle report; scored courses one result a row."""
    course = next(each for each in (*COURSES, UNAPPROVED) if each.code == cohort.course)
    day = today - timedelta(days=cohort.days_ago + cohort.finished)
    is_scored = _asks(course, "scored")
    rows = _results(course, cohort, day) if is_scored else _report(course, cohort, day)
    return FileOfDemo(cohort.name, course.code, _csv(rows))


def _report(course: CourseOfDemo, cohort: Cohort, day: date) -> Iterator[Sequence[str]]:
    """Every module but the last is done; the last is passed, failed or open."""
    titles = [module.title for module in course.syllabus.modules]
    columns = [column for title in titles for column in (title, f"{title} - Completion date")]
    attendance = ["Attendance"] if _asks(course, "attended") else []
    yield ["ID", "Name", "Email address", "Cohort", *columns, *attendance]
    endings = (
        (_PASSED, (*cohort.learners, *cohort.odd)),
        (_FAILED, cohort.failed),
        (_NOT_DONE, cohort.unfinished),
    )
    for ending, learners in endings:
        for learner in learners:
            who = [_id(learner), learner, _email(learner), _intake(day)]
            yield [*who, *_cells(titles, ending, day), *(["92 %"] if attendance else [])]


def _cells(titles: Sequence[str], ending: str, day: date) -> Iterator[str]:
    for title in titles:
        state = ending if title == titles[-1] else _DONE
        yield state
        yield "" if state == _NOT_DONE else f"{day.isoformat()} 16:45:10"


def _results(course: CourseOfDemo, cohort: Cohort, day: date) -> Iterator[Sequence[str]]:
    yield ["Name", "E-mail", "Cohort", "Module", "Score", "State", "Completed"]
    for place, learner in enumerate(cohort.learners):
        mark = str(62 + place * 7 % 37)
        for module in course.syllabus.modules:
            code, is_last = module.code, module is course.syllabus.modules[-1]
            score, state = (mark, _PASSED) if is_last else ("", _DONE)
            moment = f"{day.isoformat()} 11:20:00"
            yield [learner, _email(learner), _intake(day), code, score, state, moment]


def _intake(day: date) -> str:
    return f"{day:%B %Y}"


def _asks(course: CourseOfDemo, what: str) -> bool:
    return any(what in part for part in course.syllabus.criterion["all"])


def _id(learner: str) -> str:
    return str(100 + LEARNERS.index(learner)) if learner in LEARNERS else ""


def _email(learner: str) -> str:
    number = LEARNERS.index(learner) + 1 if learner in LEARNERS else len(learner) + 100
    return f"learner{number}@example.test"


def _csv(rows: Iterator[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
