"""Roles that were lent, and are over while no worker has taken them away yet."""

from datetime import timedelta

from django.utils import timezone

from cast import a_member, an_organization
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.staff.models import Delegation


def a_member_until_now(name: str, role: Role) -> Person:
    person, now = a_member(name, role), timezone.now()
    Delegation.objects.create(
        organization=an_organization(),
        person=person,
        role=role,
        because="On leave.",
        given_by=person,
        begins_at=now - timedelta(days=1),
        ends_at=now,
        membership=person.memberships.get(role=role),
    )
    return person
