"""`conferral import completions`: a file of completions into the register."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from django.core.files import File
from rich.progress import Progress

from conferral import worker
from conferral.cli.options import As, AsJson
from conferral.cli.screen import err, print_json, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.engine.models import Worker
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course, CourseVersion, Site
from conferral.learning.progress import actions
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import preview
from conferral.oversight.reports.imports import Tally, tally

_LOOK_EVERY = 0.3  # Seconds.

app = typer.Typer(help="Bring in what learning systems export.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keeps `completions` a subcommand while it is the only one."""


@app.command()
def completions(  # noqa: PLR0913  # One for each option of the command.
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or ODS", exists=True, dir_okay=False)],
    *,
    course: Annotated[str, typer.Option(help="The course's code, or CODE/VERSION")],
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="MEANING=HEADER, where the guess is wrong")
    ] = None,
    site: Annotated[str, typer.Option(help="The code of the site where they were taught")] = "",
    dry_run: Annotated[bool, typer.Option(help="Show what would be read; change nothing")] = False,
    as_json: AsJson = False,
    person: As = "",
) -> None:
    """Read completions, and let the certificates that were earned be issued.

    The same file again issues nothing twice.
    """
    organization = the_organization()
    actor = acting_person(person, organization)
    code, _, number = course.partition("/")
    of = _course(code, organization)
    told_of, taught_at = _version(of, number), _site(site, organization)
    with file.open("rb") as opened:
        batch = actions.upload(of, actor, file.name, File(opened), version=told_of, site=taught_at)
    with _discarded_unless_confirmed(batch, actor):
        if columns:
            actions.choose_columns(batch, dict(_pair(text) for text in columns))
        if dry_run:
            _show_preview(batch, as_json=as_json)
            return
        actions.confirm(batch, actor)
    _follow(batch)
    _show_result(batch, as_json=as_json)


@contextmanager
def _discarded_unless_confirmed(batch: Import, actor: Person) -> Iterator[None]:
    try:
        yield
    finally:
        if batch.confirmed_at is None:
            actions.discard(batch, actor)


def _course(code: str, organization: Organization) -> Course:
    found = Course.objects.of(organization).filter(code=code).first()
    if found is None:
        known = ", ".join(Course.objects.of(organization).values_list("code", flat=True))
        raise Refused(f"There is no course {code!r}. There are: {known or 'none yet'}.")
    return found


def _version(course: Course, number: str) -> CourseVersion | None:
    if not number:
        return None
    found = course.versions.filter(number=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise Refused(f"The course {course.code} has no version {number}.")
    return found


def _site(code: str, organization: Organization) -> Site | None:
    found = organization.sites.filter(code=code).first()
    if code and found is None:
        known = ", ".join(organization.sites.values_list("code", flat=True))
        raise Refused(f"There is no site {code!r}. There are: {known or 'none yet'}.")
    return found


def _pair(text: str) -> tuple[str, str]:
    meaning, separator, header = text.partition("=")
    if not separator:
        raise Refused(f"--map {text}: write MEANING=HEADER, for example email=Mail.")
    return meaning.strip(), header.strip()


def _follow(batch: Import) -> None:
    vault.allow_signing()  # Without a worker we do its work.
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("Reading and issuing", total=1.0)
        while True:
            if Worker.objects.alive().exists() or not _work():
                time.sleep(_LOOK_EVERY)
            # Before we count: what a worker takes in hand from now on is counted as leaving.
            waits = _something_waits()
            batch.refresh_from_db()
            counted = tally(batch)
            progress.update(bar, completed=counted.share)
            if counted.done or not (waits or counted.leaving):
                return  # What is left waits for a later try, or for a person.


def _work() -> bool:
    """Each stage once. Was there anything to do?"""
    return sum(stage.run() for stage in worker.STAGES) > 0


def _something_waits() -> bool:
    return any(stage.waits() for stage in worker.STAGES)


def _show_preview(batch: Import, *, as_json: bool) -> None:
    seen = preview(batch)
    if as_json:
        print_json(
            {
                "lines": seen.lines,
                "learners": seen.learners,
                "columns": dict(zip(seen.header, seen.meanings, strict=True)),
                "missing": seen.missing,
                "problems": [problem.says for problem in seen.problems],
            }
        )
        return
    if seen.missing:
        say(seen.missing)
    for header, meaning in zip(seen.header, seen.meanings, strict=True):
        say(f"{header or '(unnamed)'}: {meaning or 'not used'}")
    for problem in seen.problems:
        say(problem.says)
    say(f"{seen.lines} lines, {seen.learners} learners, {seen.problem_count} problems.")
    say("Nothing was changed.")


def _show_result(batch: Import, *, as_json: bool) -> None:
    counted = tally(batch)
    notes = list(batch.rows.exclude(note="").order_by("line").values_list("note", flat=True))
    if as_json:
        print_json({"import": batch.pk, **_figures(counted), "notes": notes})
        return
    for note in notes[:50]:
        say(note)
    say(
        f"{counted.read} of {counted.lines} lines read, {counted.refused} refused; "
        f"{counted.met} learners meet the criteria, {counted.issued} certificates issued, "
        f"{counted.held} have to wait, {counted.sent} e-mails sent."
    )


def _figures(counted: Tally) -> dict[str, int]:
    names = "lines read refused noted met held issued printed sent stuck"
    return {name: getattr(counted, name) for name in names.split()}
