"""What the brakes keep of a person: what they brought in that was held, and what they decided."""

from typing import Any

from django.db.models import Q

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.brakes.models import Batch


def export(person: Person) -> dict[str, Any]:
    theirs = Q(submitted_by=person) | Q(approved_by=person) | Q(cancelled_by=person)
    held = Batch.objects.filter(theirs).order_by("pk")
    return {"batches": list(held.values("count", "submitted_at", "approved_at", "cancelled_at"))}


def erase(person: Person, organization: Organization) -> None:
    """That somebody decided stays; who it was is a row that accounts has emptied."""
