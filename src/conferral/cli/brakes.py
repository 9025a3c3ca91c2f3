"""`conferral brakes`: set them, decide about held batches, stop what was issued by mistake."""

from dataclasses import asdict, replace
from typing import Annotated

import typer
from django.utils import timezone

from conferral.cli.options import As, AsJson, DryRun
from conferral.cli.screen import print_facts, print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.delivery import actions as delivery
from conferral.credentials.delivery import undo
from conferral.foundation.brakes import actions
from conferral.foundation.brakes.models import Batch
from conferral.foundation.brakes.terms import PARTS, terms_of
from conferral.foundation.refusal import Refused
from conferral.learning.awards import braking
from conferral.learning.catalog.models import Course

Number = Annotated[int, typer.Argument(help="The batch's number")]

app = typer.Typer(help="What keeps a mistake from running on.", no_args_is_help=True)


@app.command()
def show(as_json: AsJson = False) -> None:
    """How they are set."""
    said = asdict(terms_of(the_organization()))
    print_facts(said, as_json=as_json)


@app.command("set")
def set_parts(
    part: Annotated[list[str], typer.Argument(help=f"PART=NUMBER; parts are {', '.join(PARTS)}")],
    person: As = "",
) -> None:
    """Set the undo window in minutes, and what is an unusual number for one day."""
    organization = the_organization()
    wanted = replace(terms_of(organization), **dict(map(_part, part)))
    actions.change(organization, wanted, acting_person(person, organization))
    say("The brakes are set.")


@app.command()
def batches(as_json: AsJson = False) -> None:
    """Batches that were held, newest first."""
    found = Batch.objects.of(the_organization()).order_by("-pk")
    rows = [
        {"batch": each.pk, "certificates": each.count, "usual": each.usual, "state": _state(each)}
        for each in found
    ]
    print_rows(["Batch", "Certificates", "Largest day before", "State"], rows, as_json=as_json)


@app.command("let-go")
def let_go(batch: Number, person: As = "", dry_run: DryRun = False) -> None:
    """Let a batch go that somebody else brought in."""
    held = _batch(batch)
    actor, count = acting_person(person, held.organization), braking.waiting_in(held).count()
    if dry_run:
        say(f"{count} would be let go by {actor}.")
        return
    braking.let_go(held, actor, timezone.now(), expected=count)
    say(f"{count} let go; the belt issues them.")


@app.command()
def cancel(
    batch: Number,
    because: Annotated[str, typer.Option(help="Why none of them is issued, for staff")],
    person: As = "",
) -> None:
    """Issue none of a batch."""
    held = _batch(batch)
    count = braking.cancel(held, acting_person(person, held.organization), because, timezone.now())
    say(f"{count} cancelled.")


@app.command()
def stop(
    course: Annotated[str, typer.Option(help="The code of the course")],
    because: Annotated[str, typer.Option(help="The reason that everyone will read")],
    person: As = "",
    dry_run: DryRun = False,
) -> None:
    """Stop what was just issued: no letter leaves, and the certificates are revoked."""
    organization = the_organization()
    if not Course.objects.of(organization).filter(code=course).exists():
        raise Refused(f"There is no course {course}.")
    fresh = undo.stoppable(organization, timezone.now())
    found = fresh.filter(award__enrolment__version__course__code=course)
    chosen = undo.up_to(found, undo.last_of(found))
    count, actor = chosen.count(), acting_person(person, organization)
    if dry_run or not count:
        say(f"{count} would be stopped by {actor}." if count else "Nothing can be stopped.")
        return
    delivery.stop(organization, actor, chosen, because, expected=count)
    say(f"{count} stopped; the belt revokes them: conferral runs list.")


def _part(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    if name not in PARTS or not value.isdecimal():
        raise Refused(f"{text}: write PART=NUMBER; parts are {', '.join(PARTS)}.")
    return name, int(value)


def _batch(number: int) -> Batch:
    found = Batch.objects.of(the_organization()).filter(pk=number).first()
    if found is None:
        raise Refused(f"There is no batch {number}.")
    return found


def _state(batch: Batch) -> str:
    if batch.is_open:
        return "held"
    return "let go" if batch.approved_at else "cancelled"
