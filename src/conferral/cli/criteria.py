"""`conferral criteria`: what a course asks for: shown, checked, tried on learners, put in place."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from conferral.cli import explain
from conferral.cli.options import As, AsJson, CourseCode, VersionNumber
from conferral.cli.screen import print_json, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import actions, criteria
from conferral.learning.catalog.criteria import Criterion, Line, Problem
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.catalog.surroundings import course_titles, surroundings_of
from conferral.learning.catalog.versions import syllabus_of

File = Annotated[Path, typer.Argument(help="A criterion, as JSON", exists=True)]

app = typer.Typer(help="When a course is completed.", no_args_is_help=True)
app.command("try")(explain.explain)
app.command("what-if")(explain.what_if)


@app.command()
def show(code: CourseCode, version: VersionNumber = 0, as_json: AsJson = False) -> None:
    """What a version asks for: in words, or as the JSON that `set` takes."""
    found = _version(code, version)
    if as_json:
        print_json(found.criterion_json)
    else:
        _print(found.outline, 0)


@app.command()
def check(
    code: CourseCode, file: File, version: VersionNumber = 0, as_json: AsJson = False
) -> None:
    """What is wrong with a criterion, or only odd. Exit code 1 when nobody could meet it."""
    found = _problems(_version(code, version), _read(file))
    if as_json:
        print_json([_told(problem) for problem in found])
    else:
        for problem in found:
            say(f"{problem.weight}: {problem.words} ({problem.path or 'the whole'})")
        if not found:
            say("Nothing is wrong with it.")
    raise typer.Exit(1 if any(problem.is_contradiction for problem in found) else 0)


@app.command("set")
def set_criterion(
    code: CourseCode,
    file: File,
    edition: Annotated[int, typer.Option(help="Only if nobody has saved since this one")] = 0,
    person: As = "",
) -> None:
    """Let the draft ask for this. Refused where nobody could meet it."""
    draft = _version(code, 0)
    wanted = criteria.to_json(_read(file))
    actor = acting_person(person, draft.course.organization)
    edition = edition or draft.edition
    saved = actions.save_criterion(draft, wanted, actor, edition=edition)
    say(f"{saved} is saved as edition {saved.edition}.")


def _version(code: str, number: int) -> CourseVersion:
    ours = CourseVersion.objects.filter(course__organization=the_organization())
    versions = ours.filter(course__code=code).select_related("course__organization")
    chosen = versions.filter(number=number) if number else versions.order_by("-number")
    found = chosen.first()
    if found is None:
        raise Refused(f"There is no such version of a course {code}.")
    return found


def _read(file: Path) -> Criterion:
    try:
        return criteria.from_json(orjson.loads(file.read_bytes()))
    except ValueError as error:
        raise Refused(f"{file.name}: {error}.") from error


def _problems(version: CourseVersion, criterion: Criterion) -> tuple[Problem, ...]:
    course = version.course
    around = surroundings_of(course, syllabus_of(version))
    return criteria.problems_of(criterion, version.module_titles, course_titles(course), around)


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "weight": problem.weight,
        "code": problem.code,
        "words": problem.words,
        "path": problem.path,
    }


def _print(line: Line, depth: int) -> None:
    say(f"{'  ' * depth}{line.words}")
    for each in line.lines:
        _print(each, depth + 1)
