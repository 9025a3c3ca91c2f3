"""For which organization a command works, in whose name, and on which day."""

from datetime import date

from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused


def the_organization(prefix: str = "") -> Organization:
    """The one whose numbers begin so; without it, the first."""
    ours = Organization.objects.order_by("pk")
    organization = (ours.filter(number_prefix=prefix.upper()) if prefix else ours).first()
    if organization is None and prefix:
        raise Refused(f"No organization has numbers that begin with {prefix}.")
    if organization is None:
        raise Refused(
            "There is no organization yet. Begin one: conferral organization found. "
            "To try things out: conferral demo load"
        )
    return organization


def acting_person(email: str, organization: Organization) -> Person:
    """The member with that e-mail; without one, the organization's first administrator."""
    members = Person.objects.filter(memberships__organization=organization, is_active=True)
    if email:
        person = members.filter(email=email.strip().lower()).first()
        if person is None:
            raise Refused(f"{email} is not a member of {organization}.")
        return person
    person = members.filter(memberships__role=Role.ADMINISTRATOR).order_by("pk").first()
    if person is None:
        raise Refused(f"{organization} has no administrator; name yourself with --as.")
    return person


def today_at(organization: Organization) -> date:
    """What day it is where the organization is."""
    return timezone.localdate(timezone=organization.zone)
