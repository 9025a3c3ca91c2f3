"""`conferral consents`: what somebody agreed to, as they told it on paper or by telephone."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from django.utils import timezone

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization, today_at
from conferral.credentials.verification import consenting, guardians
from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.consents.actions import Entrusted, Word
from conferral.foundation.consents.models import Guardian
from conferral.foundation.consents.standing import Standing, standings
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.days import day
from conferral.foundation.refusal import Refused

app = typer.Typer(help="What learners agreed to.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="One of the learner's addresses")]
Way = Annotated[str, typer.Option(help="How they said it")]


@app.command("list")
def list_consents(email: Email, as_json: AsJson = False) -> None:
    """Purpose by purpose: what holds, since when and until when, in which words."""
    organization = the_organization()
    told = standings(_learner(email, organization), today_at(organization))
    rows = [_row(each, organization.zone) for each in told]
    print_rows(["Purpose", "State", "Since", "Until", "Text", "By"], rows, as_json=as_json)


@app.command()
def give(email: Email, purpose: Purpose, way: Way = "on paper", person: As = "") -> None:
    """Write down a yes. For somebody under age it is that of their guardian."""
    organization = the_organization()
    learner = _learner(email, organization)
    guardian = Guardian.objects.of(learner, today_at(organization))
    word = Word(True, way, guardian, acting_person(person, organization))
    consenting.say(learner, purpose, organization, word)
    say(f"{guardian or learner} agrees: {purpose}.")


@app.command()
def withdraw(email: Email, purpose: Purpose, way: Way = "on paper", person: As = "") -> None:
    """Write down that it is taken back; what follows is done at once."""
    organization = the_organization()
    word = Word(False, way, officer=acting_person(person, organization))
    consenting.say(_learner(email, organization), purpose, organization, word)
    say(f"Withdrawn: {purpose}.")


@app.command()
def guardian(
    email: Email,
    name: Annotated[str, typer.Argument(help="Who consents for them")],
    of_age_on: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="From which day on they do it themselves")
    ],
    relation: Annotated[str, typer.Option(help="“mother”, “foster home”")] = "",
    person: As = "",
) -> None:
    """Name the guardian of somebody under age. What they agreed to by themselves is over."""
    organization = the_organization()
    to = Entrusted(name, relation, of_age_on.date())
    officer = acting_person(person, organization)
    consenting.entrust(_learner(email, organization), to, officer, organization)
    say(f"{name} consents for them until {day(of_age_on)}.")


@app.command("ask-guardian")
def ask_guardian(
    email: Email,
    address: Annotated[str, typer.Argument(help="Where the guardian is written to")],
    person: As = "",
) -> None:
    """Write to the guardian of somebody under age: by a link they agree, or do not."""
    organization = the_organization()
    named = Guardian.objects.of(_learner(email, organization), today_at(organization))
    if named is None:
        raise Refused("They have no guardian. Name one first.")
    guardians.ask(named, address, acting_person(person, organization), organization)
    say(f"A letter to {named} is on its way.")


def _learner(email: str, organization: Organization) -> Person:
    address = email.strip().lower()
    found = people_with([address]).get(address)
    theirs = {"version__course__organization": organization}
    if found is None or not found.enrolments.filter(**theirs).exists():
        raise Refused(f"No learner has the address {email}.")
    return found


def _row(standing: Standing, zone: ZoneInfo) -> dict[str, str | int | None]:
    last = standing.last
    if last is None:
        return dict.fromkeys(("purpose", "state", "since", "until", "text", "by")) | {
            "purpose": standing.purpose,
            "state": "nothing said",
        }
    return {
        "purpose": standing.purpose,
        "state": "agreed" if standing.is_given else "ended" if last.is_given else "withdrawn",
        "since": timezone.localdate(last.at, zone).isoformat(),
        "until": last.until.isoformat() if last.until else None,
        "text": last.text.number,
        "by": str(last.guardian) if last.guardian else None,
    }
