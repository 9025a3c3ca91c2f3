"""`conferral frameworks`: bring in what others publish, search it, align courses with it."""

from pathlib import Path
from typing import Annotated

import typer

from conferral.cli.options import As, AsJson, CourseCode
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import actions as catalog
from conferral.learning.catalog.models import CourseVersion, State
from conferral.learning.catalog.syllabus import Place, joined
from conferral.learning.catalog.versions import syllabus_of
from conferral.learning.frameworks import actions
from conferral.learning.frameworks.models import Framework, FrameworkItem

Number = Annotated[int, typer.Argument(help="As `conferral frameworks list` shows it")]

_MOST = 100

app = typer.Typer(help="Frameworks that courses are aligned with.", no_args_is_help=True)


@app.command("list")
def list_frameworks(as_json: AsJson = False) -> None:
    """Number, title, publisher and size of each that was taken in."""
    ours = Framework.objects.of(the_organization()).taken_in().counted()
    rows = [
        {"number": each.pk, "title": each.title, "publisher": each.publisher, "places": each.places}
        for each in ours.order_by("title", "pk")
    ]
    print_rows(["Number", "Title", "Publisher", "Places"], rows, as_json=as_json)


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    title: Annotated[str, typer.Option(help="Instead of the one that the file gives")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look, and take nothing in")] = False,
    person: As = "",
) -> None:
    """Take in a CASE package, a CTDL graph, or a table as ESCO, SAQA and vendors have them."""
    organization = the_organization()
    by = acting_person(person, organization)
    preview = actions.bring_in(organization, by, file.name, file.read_bytes())
    for problem in preview.problems:
        say(problem)
    places = preview.items.count()
    if dry_run:
        actions.remove(preview, by)
        say(f"{preview.title}: {places} places could be used; nothing was taken in.")
        return
    taken = actions.confirm(preview, by, title)
    say(f"{taken.title} is taken in as number {taken.pk}, with {places} places.")


@app.command()
def search(words: list[str], as_json: AsJson = False) -> None:
    """Places whose name, code or description has all of the words."""
    found = FrameworkItem.objects.of(the_organization()).about(" ".join(words))
    rows = [
        {"url": item.url, "code": item.code, "name": item.name, "framework": item.framework.title}
        for item in found.select_related("framework")[:_MOST]
    ]
    print_rows(["Address", "Code", "Place", "Framework"], rows, as_json=as_json)


@app.command()
def align(
    code: CourseCode,
    url: Annotated[list[str], typer.Argument(help="Addresses of places, as `search` shows them")],
    person: As = "",
) -> None:
    """Align the draft of a course with places of the frameworks."""
    organization = the_organization()
    draft = _draft(code)
    places = joined(syllabus_of(draft).alignments, map(_place, url))
    by = acting_person(person, organization)
    changes = {"alignments": places}
    saved = catalog.edit(draft, changes, by, edition=draft.edition)
    say(f"{saved} is aligned with {len(places)} places.")


@app.command()
def remove(number: Number, person: As = "") -> None:
    """Forget a framework; courses keep their alignments."""
    organization = the_organization()
    found = Framework.objects.of(organization).filter(pk=number).first()
    if found is None:
        raise Refused(f"There is no framework {number}.")
    actions.remove(found, acting_person(person, organization))
    say(f"{found.title} is removed.")


def _draft(code: str) -> CourseVersion:
    ours = CourseVersion.objects.filter(course__organization=the_organization(), course__code=code)
    newest = ours.order_by("number").last()
    if newest is None:
        raise Refused(f"There is no course {code}.")
    if newest.state is not State.DRAFT:
        raise Refused(f"{newest} is no draft. Make a new version: conferral courses new-version.")
    return newest


def _place(url: str) -> Place:
    items = FrameworkItem.objects.of(the_organization()).select_related("framework")
    item = items.filter(url=url).order_by("-framework").first()
    if item is None:
        raise Refused(f"No framework has {url}. See what there is: conferral frameworks search.")
    return Place(**item.alignment)
