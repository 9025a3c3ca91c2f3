"""`conferral certificates`: list them, take one back for good or for a while."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from conferral.cli.options import As, AsJson, DryRun
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.showing import Choice, choose
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.refusal import Refused

Because = Annotated[str, typer.Option(help="The reason that everyone will read")]
Code = Annotated[Reason, typer.Option(help="Its code, for the public log")]

app = typer.Typer(help="The certificates in the register.", no_args_is_help=True)


@app.command("list")
def list_certificates(
    course: Annotated[str, typer.Option(help="Only of this course")] = "",
    as_json: AsJson = False,
) -> None:
    """Number, status, address and course of every certificate, newest first."""
    chosen = Credential.objects.of(the_organization()).select_related("shape__version__course")
    if course:
        chosen = chosen.filter(shape__version__course__code=course)
    rows = [
        {
            "number": credential.number,
            "status": credential.status,
            "url": credential.url,
            "course": credential.shape.version.course.code,
        }
        for credential in chosen.order_by("-issued_at", "-pk").iterator(chunk_size=1000)
    ]
    print_rows(["Number", "Status", "Address", "Course"], rows, as_json=as_json)


@app.command()
def revoke(
    number: str,
    because: Because,
    reason: Code = Reason.OTHER,
    person: As = "",
    dry_run: DryRun = False,
) -> None:
    """Take a certificate back, for good."""
    _do(Order(number, because, reason, person, dry_run), "revoked", actions.revoke)


@app.command()
def suspend(
    number: str,
    because: Because,
    reason: Code = Reason.UNDER_REVIEW,
    until: Annotated[
        datetime | None, typer.Option(help="When it is to be decided", formats=["%Y-%m-%d"])
    ] = None,
    person: As = "",
    dry_run: DryRun = False,
) -> None:
    """Let nobody rely on a certificate for now."""
    deed = partial(actions.suspend, until=until.date() if until else None)
    _do(Order(number, because, reason, person, dry_run), "suspended", deed)


@app.command()
def reinstate(
    number: str,
    because: Because,
    reason: Code = Reason.REVIEW_ENDED,
    person: As = "",
    dry_run: DryRun = False,
) -> None:
    """End the suspension of a certificate: it counts again."""
    _do(Order(number, because, reason, person, dry_run), "reinstated", actions.reinstate)


@app.command()
def show_name(
    number: str,
    mode: Annotated[NameMode, typer.Argument(help="What strangers see of the holder's name")],
    listed: Annotated[bool, typer.Option(help="Search engines may list the page")] = False,
    person: As = "",
) -> None:
    """Show strangers the whole name, its initials, or nothing: as the holder asked for."""
    credential = existing(number)
    actor = acting_person(person, credential.status_list.organization)
    choose(credential, Choice(mode, listed), actor)
    say(f"{credential.number} shows: {mode}.")


@dataclass(frozen=True)
class Order:
    """What is to be done to which certificate, and why."""

    number: str
    because: str
    reason: Reason
    person: str
    dry_run: bool


def _do(order: Order, done: str, deed: Callable[[Credential, Person, str, Reason], None]) -> None:
    credential = existing(order.number)
    actor = acting_person(order.person, credential.status_list.organization)
    if order.dry_run:
        standing = f"{credential.number} ({credential.status})"
        say(f"{standing} would be {done} by {actor}: {order.because}")
        return
    deed(credential, actor, order.because, order.reason)
    say(f"{credential.number} is {done}.")


def existing(number: str) -> Credential:
    credential = find(number)
    if credential is None:
        raise Refused(f"No certificate has the number {number}.")
    return credential
