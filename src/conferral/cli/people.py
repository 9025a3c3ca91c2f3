"""`conferral people`: who is on the staff, who is asked to join, which roles are lent; who is
forgotten."""

from datetime import datetime, time, timedelta
from typing import Annotated

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from conferral.foundation.staff import actions, lost_factors
from conferral.foundation.staff.links import address_of
from conferral.foundation.staff.members import members_of
from conferral.oversight.privacy.actions import erase
from conferral.oversight.privacy.keepers import keepers

app = typer.Typer(help="Who is on the staff.", no_args_is_help=True)
sessions = typer.Typer(help="Where somebody is signed in.", no_args_is_help=True)
app.add_typer(sessions, name="sessions")


@app.command("list")
def list_people(as_json: AsJson = False) -> None:
    """Members, their roles, and when they signed in last."""
    members = members_of(the_organization())
    if as_json:
        print_json(
            [
                {
                    "name": each.person.printed_name,
                    "email": each.person.email,
                    "roles": [{"role": held.role, "until": held.until} for held in each.roles],
                    "signed_in": each.person.last_login,
                }
                for each in members
            ]
        )
        return
    rows = [
        [
            each.person.printed_name,
            each.person.email or "",
            ", ".join(held.role for held in each.roles),
        ]
        for each in members
    ]
    print_table(["Name", "E-mail", "Roles"], rows)


@app.command()
def invite(email: str, name: str, role: Role, person: As = "") -> None:
    """Ask somebody to join. The address is in their letter, and is said here."""
    organization = the_organization()
    inviter = acting_person(person, organization)
    invitation = actions.invite(organization, inviter, name=name, email=email, role=role)
    say(f"{invitation.email} is asked to join as {role}: {address_of(invitation)}")


@app.command()
def roles(
    email: str,
    give: Annotated[list[Role] | None, typer.Option(help="A role to give")] = None,
    end: Annotated[list[Role] | None, typer.Option(help="A role to end")] = None,
    person: As = "",
) -> None:
    """The roles of a member; gives and ends some."""
    organization = the_organization()
    member = _member(organization, email)
    for role in give or []:
        actions.give_role(organization, member, role, acting_person(person, organization))
    for role in end or []:
        held = organization.memberships.filter(person=member, role=role).first()
        if held is None:
            raise Refused(f"{email} is not {role}.")
        actions.end_membership(held, acting_person(person, organization))
    held_now = organization.memberships.filter(person=member).order_by("role")
    say(f"{member}: {', '.join(each.role for each in held_now) or 'no role any more'}")


@app.command()
def delegate(
    email: str,
    role: Role,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Its last day")],
    because: Annotated[str, typer.Option(help="Why; it stands in the audit trail")],
    begins_on: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day")
    ] = None,
    person: As = "",
) -> None:
    """Lend a role to a member, from now or from a day on."""
    organization = the_organization()
    zone = organization.zone
    delegation = actions.delegate(
        organization,
        acting_person(person, organization),
        person=_member(organization, email),
        role=role,
        begins_at=datetime.combine(begins_on, time(), zone) if begins_on else datetime.now(zone),
        ends_at=datetime.combine(until.date() + timedelta(days=1), time(), zone),
        because=because,
    )
    say(str(delegation))


@sessions.command("end")
def end_sessions(email: str, person: As = "") -> None:
    """Sign somebody out everywhere."""
    organization = the_organization()
    whose = Person.objects.filter(email=email.strip().lower()).first()
    if whose is None:
        raise Refused(f"Nobody here has the address {email}.")
    count = actions.end_sessions(organization, acting_person(person, organization), whose)
    say(f"{whose} was signed out of {count} sessions.")


@app.command("lost-factor")
def lost_factor(
    email: str,
    because: Annotated[str, typer.Option(help="How you know that it is they who ask")],
    person: As = "",
) -> None:
    """Take away a second factor that is lost; its owner is signed out, and told by letter."""
    organization = the_organization()
    whose = _member(organization, email)
    lost_factors.take(organization, acting_person(person, organization), whose, because)
    say(f"{whose} has no second factor any more, and sets up another at the next sign-in.")


@app.command()
def forget(
    email: str,
    at: Annotated[str, typer.Option(help="How the organization's numbers begin: SP")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    person: As = "",
) -> None:
    """Forget somebody, for good: all that one organization keeps of them. Learners ask on their
    own page; this is for whoever has none, as they were on the staff or were invited."""
    organization = the_organization(at)
    officer = acting_person(person, organization)
    whose = people_with([email.strip().lower()]).get(email.strip().lower())
    # The same words whether others know them or nobody does.
    keeping = keepers(whose) if whose else []
    if whose is None or (keeping and organization not in keeping):
        raise Refused(f"{organization} keeps nothing of {email}.")
    if not yes:
        typer.confirm(f"Forget {whose}, with all that {organization} keeps of them?", abort=True)
    erase(whose, officer, organization)
    say(f"{organization} has forgotten them.")


def _member(organization: Organization, email: str) -> Person:
    members = Person.objects.filter(memberships__organization=organization).distinct()
    found = members.filter(email=email.strip().lower()).first()
    if found is None:
        raise Refused(f"{email} is not a member of {organization}.")
    return found
