"""`conferral courses`: make them, edit drafts, compare versions, take them elsewhere as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from conferral.cli import parts
from conferral.cli.options import As, AsJson, CourseCode, VersionNumber
from conferral.cli.screen import print_json, print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import actions
from conferral.learning.catalog.difference import difference
from conferral.learning.catalog.models import Course, CourseVersion, State
from conferral.learning.catalog.syllabus import (
    WORDS,
    Part,
    Syllabus,
    every_one_of,
    from_json,
    to_json,
)
from conferral.learning.catalog.versions import syllabus_of
from conferral.learning.review import actions as review

_AS_JSON = frozenset({"hours", "validity_months", "modules", "people", "alignments", "criterion"})

app = typer.Typer(help="Courses and their versions.", no_args_is_help=True)


@app.command("list")
def list_courses(as_json: AsJson = False) -> None:
    """Code, version, state and title of every version."""
    ours = CourseVersion.objects.filter(course__organization=the_organization())
    versions = ours.select_related("course").order_by("course__code", "-number")
    rows = [_row(version) for version in versions]
    print_rows(["Code", "Version", "State", "Title"], rows, as_json=as_json)


@app.command()
def show(code: CourseCode, version: VersionNumber = 0, as_json: AsJson = False) -> None:
    """What a version says."""
    found = _version(code, version)
    said = to_json(syllabus_of(found), code)
    if as_json:
        print_json(_row(found) | {"edition": found.edition, "says": said})
        return
    say(f"{found} ({found.state})")
    for part in WORDS:
        if part in said:
            say(f"{part}: {_plain(said[part])}")
    say(syllabus_of(found).narrative)


@app.command()
def new(
    code: CourseCode,
    title: Annotated[str, typer.Option(help="As printed")],
    description: Annotated[str, typer.Option(help="What it is about")],
    module: Annotated[list[str], typer.Option(help="CODE=TITLE; once for each, in order")],
    person: As = "",
) -> None:
    """Make a course with a first draft: all of its modules must be completed."""
    modules = tuple(Part(*_pair(text)) for text in module)
    syllabus = Syllabus(title, description, every_one_of(modules), modules)
    organization = the_organization()
    actor = acting_person(person, organization)
    draft = actions.make_course(organization, code, syllabus, actor)
    say(f"{code} has a draft, version {draft.number}.")


@app.command()
def edit(
    code: CourseCode,
    part: Annotated[list[str], typer.Option("--set", help="PART=VALUE, as `show` names parts")],
    edition: Annotated[int, typer.Option(help="Only if nobody has saved since this one")] = 0,
    person: As = "",
) -> None:
    """Change parts of the draft; lists and the criterion are written as JSON."""
    draft = _draft(code)
    asked = dict(_change(text) for text in part)
    stored = to_json(syllabus_of(draft), code)
    if "modules" in asked:
        del stored["criterion"]  # Whether it fits the new modules, the action says.
    document = {name: value for name, value in (stored | asked).items() if value is not None}
    _, wanted = from_json(document)
    changes = {name: getattr(wanted, name) for name in asked}
    actor = acting_person(person, draft.course.organization)
    saved = actions.edit(draft, changes, actor, edition=edition or draft.edition)
    say(f"{saved} is saved as edition {saved.edition}.")


@app.command("new-version")
def new_version(code: CourseCode, version: VersionNumber = 0, person: As = "") -> None:
    """Make a draft that says what a version says."""
    found = _version(code, version)
    draft = actions.make_version(found, acting_person(person, found.course.organization))
    say(f"{code} has a draft, version {draft.number}.")


@app.command()
def diff(
    code: CourseCode,
    before: Annotated[int, typer.Argument(help="Number of a version")],
    after: Annotated[int, typer.Argument(help="Number of another; 0 is the newest")] = 0,
    as_json: AsJson = False,
) -> None:
    """What differs between two versions. Exit code 1 when something does."""
    old, new = syllabus_of(_version(code, before)), syllabus_of(_version(code, after))
    changes = difference(old, new).to_json()
    if as_json:
        print_json(changes)
    for change in [] if as_json else changes:
        say(f"{change['part']}: {change['label']} ({change['fate']})")
        say(f"  - {change['before']}\n  + {change['after']}")
    raise typer.Exit(1 if changes else 0)


@app.command()
def submit(code: CourseCode, person: As = "") -> None:
    """Hand the draft to those who review it."""
    draft = _draft(code)
    review.submit(draft, acting_person(person, draft.course.organization))
    say(f"{draft} is in review.")


@app.command()
def delete(code: CourseCode, person: As = "") -> None:
    """Forget the draft; nobody may have worked with it."""
    draft = _draft(code)
    actions.delete_draft(draft, acting_person(person, draft.course.organization))
    say(f"{draft} is deleted.")


@app.command("export")
def export_course(
    code: CourseCode,
    version: VersionNumber = 0,
    to: Annotated[Path | None, typer.Option(help="A file; without it, the screen")] = None,
) -> None:
    """A version as one JSON document, for another installation."""
    document = to_json(syllabus_of(_version(code, version)), code)
    if to is None:
        print_json(document)
        return
    to.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


@app.command("import")
def import_course(
    file: Annotated[Path, typer.Argument(help="As `export` writes it", exists=True)],
    person: As = "",
    dry_run: Annotated[bool, typer.Option(help="Only say whether it can be read")] = False,
) -> None:
    """Take in a document: a new course, or a draft of one that is known."""
    try:
        code, syllabus = from_json(json.loads(file.read_bytes()))
    except ValueError as error:
        raise Refused(f"{file.name} is no JSON document: {error}") from error
    if dry_run:
        say(f"{syllabus.title} ({code}), {len(syllabus.modules)} modules. Nothing was changed.")
        return
    organization = the_organization()
    actor = acting_person(person, organization)
    draft = actions.bring_in(organization, code, syllabus, actor)
    say(f"{code} has a draft, version {draft.number}.")


def _row(version: CourseVersion) -> dict[str, Any]:
    return {
        "code": version.course.code,
        "version": version.number,
        "state": version.state,
        "title": version.title,
    }


def _version(code: str, number: int) -> CourseVersion:
    course = Course.objects.of(the_organization()).filter(code=code).first()
    if course is None:
        raise Refused(f"There is no course {code}. See: conferral courses list")
    versions = course.versions.select_related("course__organization", "certificate_type")
    chosen = versions.filter(number=number) if number else versions.order_by("-number")
    if (found := chosen.first()) is None:
        raise Refused(f"{code} has no version {number}.")
    return found


def _draft(code: str) -> CourseVersion:
    found = _version(code, 0)
    if found.state is not State.DRAFT:
        raise Refused(f"{found} is {found.state}. See: conferral courses new-version {code}")
    return found


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise Refused(f"{text}: write NAME=VALUE.")
    return name.strip(), value.strip()


def _change(text: str) -> tuple[str, Any]:
    part, value = _pair(text)
    if part not in WORDS:
        raise Refused(f"There is no part {part}. There are: {', '.join(WORDS)}.")
    if part == "valid_until":
        return part, parts.a_day_or_none(value)
    if part not in _AS_JSON:
        return part, value
    try:
        return part, json.loads(value or "null")
    except ValueError as error:
        raise Refused(f"{part} is written as JSON: {error}.") from error


def _plain(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"{len(value)}: " + "; ".join(_plain(each) for each in value)
    return ", ".join(map(str, value.values())) if isinstance(value, dict) else str(value)
