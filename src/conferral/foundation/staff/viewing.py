"""To see the site as a member does: for a reason, for a short while, and in the audit trail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff.members import in_force

LASTS = timedelta(minutes=30)


@transaction.atomic
def begin(
    organization: Organization, viewer: Person, person: Person, because: str, now: datetime
) -> None:
    """Write down that it begins, and why. Nothing can be done while it lasts."""
    if not because.strip():
        raise RefusedPart("because", "Say why: it stands in the audit trail.")
    if person == viewer:
        raise Refused("You see the site as yourself already.")
    if not organization.memberships.filter(person=person).exists():
        raise Refused(f"{person} is no member of {organization}.")
    until = (now + LASTS).isoformat()
    record(
        viewer,
        "began to see the site as somebody",
        person,
        organization,
        because=because.strip(),
        until=until,
    )


@transaction.atomic
def end(organization: Organization, viewer: Person, person: Person) -> None:
    record(viewer, "ceased to see the site as somebody", person, organization)


def may(viewer: Person, organization: Organization) -> bool:
    """Asked at every step: a right that was taken away counts at once."""
    held = in_force(timezone.now()).filter(person=viewer, organization=organization)
    return held.filter(role__in=roles_with(Right.VIEW_AS)).exists()
