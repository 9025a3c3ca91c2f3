"""What the staff list keeps of a person: invitations, lent roles, what they look for again."""

from typing import Any
from urllib.parse import quote_plus

from django.db.models import Q
from django.utils import timezone

from conferral.foundation.accounts.addresses import addresses_of
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.staff.models import (
    Delegation,
    Invitation,
    InvitationQuerySet,
    LostFactor,
    SavedFilter,
)

_ERASED = "Erased person"


def export(person: Person) -> dict[str, Any]:
    invitations = _to(person).order_by("pk")
    delegations = Delegation.objects.filter(person=person).order_by("pk")
    return {
        "invitations": list(
            invitations.values("email", "name", "role", "invited_at", "accepted_at")
        ),
        "lent_roles": list(delegations.values("role", "because", "begins_at", "ends_at")),
        "lost_second_factors": list(
            LostFactor.objects.filter(person=person)
            .order_by("pk")
            .values("because", "submitted_at", "approved_at", "withdrawn_at")
        ),
        "saved_filters": list(
            SavedFilter.objects.filter(person=person)
            .order_by("pk")
            .values("page", "name", "query", "is_shared")
        ),
    }


def erase(person: Person, organization: Organization) -> None:
    """That somebody was invited, and stood in for somebody, stays; who, does not."""
    invitations = _to(person).filter(organization=organization)
    invitations.unanswered().update(withdrawn_at=timezone.now())
    invitations.update(email="", name=_ERASED)
    LostFactor.objects.of(organization).filter(person=person).update(because="")
    filters = SavedFilter.objects.filter(organization=organization)
    filters.filter(Q(person=person) | _looks_for(person)).delete()


def _to(person: Person) -> InvitationQuerySet:
    return Invitation.objects.filter(email__in=addresses_of(person))


def _looks_for(person: Person) -> Q:
    """Somebody else's filter that finds them by their name or address."""
    wanted = Q(query__icontains=quote_plus(person.printed_name))
    return wanted | Q(query__icontains=quote_plus(person.email)) if person.email else wanted
