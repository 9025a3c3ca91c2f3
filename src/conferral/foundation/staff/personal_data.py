"""What the staff list keeps of a person: invitations to them, roles that were lent to them."""

from typing import Any

from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.staff.models import Delegation, Invitation, InvitationQuerySet

_ERASED = "Erased person"


def export(person: Person) -> dict[str, Any]:
    invitations = _to(person).order_by("pk")
    delegations = Delegation.objects.filter(person=person).order_by("pk")
    return {
        "invitations": list(
            invitations.values("email", "name", "role", "invited_at", "accepted_at")
        ),
        "lent_roles": list(delegations.values("role", "because", "begins_at", "ends_at")),
    }


def erase(person: Person) -> None:
    """That somebody was invited, and stood in for somebody, stays; who, does not."""
    _to(person).unanswered().update(withdrawn_at=timezone.now())
    _to(person).update(email="", name=_ERASED)


def _to(person: Person) -> InvitationQuerySet:
    return Invitation.objects.filter(email=person.email or "nobody")
