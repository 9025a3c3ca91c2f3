"""`conferral courses explain` and `what-if`: how a learner stands, and who would if it changed."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from conferral.cli.options import AsJson, CourseCode
from conferral.cli.screen import print_json, say
from conferral.cli.whom import the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Criterion, Decision, State, problems_of
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.catalog.surroundings import course_titles, surroundings_of
from conferral.learning.catalog.versions import syllabus_of
from conferral.learning.progress import facts
from conferral.learning.progress.models import Enrolment

Email = Annotated[str, typer.Argument(help="The learner's e-mail")]
Tried = Annotated[Path | None, typer.Option("--criterion", help="Another criterion, as JSON")]
Other = Annotated[Path, typer.Argument(help="The other criterion, as JSON")]
Number = Annotated[int, typer.Option("--version", help="Its number; 0 is the approved one")]

_MARKS = {State.DONE: "✓", State.TO_DO: "…", State.FAILED: "✗", State.NO_DATA: "?"}


def explain(
    code: CourseCode, email: Email, criterion: Tried = None, as_json: AsJson = False
) -> None:
    """Has the learner completed the course, and what is still to do?"""
    enrolment = enrolment_of(code, email)
    if criterion is None:
        decision = enrolment.decision
    else:
        decision = facts.try_on(_read(criterion, enrolment.version), enrolment)
    if as_json:
        about = {"course": code, "version": enrolment.version.number, "learner": email}
        print_json(about | decision.to_json())
    else:
        _print(decision)


def what_if(
    code: CourseCode, criterion: Other, version: Number = 0, as_json: AsJson = False
) -> None:
    """Who would gain and who would lose if a version asked for something else."""
    asked = _version(code, version)
    changed = facts.what_if(asked, _read(criterion, asked))
    gain, lose = _addresses(changed.gain), _addresses(changed.lose)
    if as_json:
        print_json({"gain": gain, "lose": lose, "same": len(changed.same)})
        return
    say(f"{len(gain)} would gain, {len(lose)} would lose, {len(changed.same)} stay as they are.")
    for sign, addresses in (("+", gain), ("-", lose)):
        for address in addresses:
            say(f"{sign} {address}")


def enrolment_of(code: str, email: str) -> Enrolment:
    """The learner's newest enrolment in the course."""
    known = Enrolment.objects.of(the_organization()).filter(
        version__course__code=code, person__email=email.strip().lower()
    )
    enrolment = known.order_by("version__number").last()
    if enrolment is None:
        raise Refused(f"{email} is not enrolled in a course {code}.")
    return enrolment


def _version(code: str, number: int) -> CourseVersion:
    course = Course.objects.of(the_organization()).filter(code=code).first()
    if course is None:
        raise Refused(f"There is no course {code}.")
    version = course.versions.filter(number=number).first() if number else course.open
    if version is None:
        raise Refused(f"The course {code} has no such version.")
    return version


def _read(file: Path, version: CourseVersion) -> Criterion:
    """Refused for what is no criterion, and for one that nobody in this version could meet."""
    try:
        criterion = criteria.from_json(orjson.loads(file.read_bytes()))
    except (OSError, ValueError) as error:
        raise Refused(f"{file}: {error}") from error
    course = version.course
    around = surroundings_of(course, syllabus_of(version))
    found = problems_of(criterion, version.module_titles, course_titles(course), around)
    if wrong := [problem for problem in found if problem.is_contradiction]:
        raise Refused(" ".join(problem.words for problem in wrong))
    return criterion


def _addresses(enrolments: tuple[int, ...]) -> list[str]:
    people = Enrolment.objects.in_bulk(enrolments)
    return sorted(str(each.person.email or each.person) for each in people.values())


def _print(decision: Decision) -> None:
    for step in decision.steps:
        say(f"{_MARKS[step.state]} {step.words}")
    say("Completed." if decision.met else "Not completed yet.")
