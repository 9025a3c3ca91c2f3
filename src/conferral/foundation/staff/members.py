"""The staff of an organization, one line for each person; whose roles count at a moment."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from conferral.foundation.accounts.models import Membership, Organization, Person


@dataclass(frozen=True)
class Held:
    role: str
    until: datetime | None  # None: it is theirs, and not lent.


@dataclass(frozen=True)
class Member:
    person: Person
    roles: tuple[Held, ...]


def members_of(organization: Organization) -> list[Member]:
    """By name. Three queries' worth in one."""
    held = Membership.objects.filter(organization=organization)
    in_order = held.select_related("person", "delegation").order_by(
        "person__printed_name", "person_id", "role"
    )
    roles: dict[Person, list[Held]] = defaultdict(list)
    for membership in in_order:
        roles[membership.person].append(Held(membership.role, _until(membership)))
    return [Member(person, tuple(of_person)) for person, of_person in roles.items()]


def in_force(now: datetime) -> QuerySet[Membership]:
    """All that count at that moment. What is lent ends to the second, whenever the belt comes."""
    return Membership.objects.exclude(delegation__ends_at__lte=now)


def _until(membership: Membership) -> datetime | None:
    delegation = getattr(membership, "delegation", None)
    return delegation.ends_at if delegation else None
