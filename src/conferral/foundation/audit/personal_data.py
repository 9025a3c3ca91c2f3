"""What the audit trail keeps of a person: what they did."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.models import Entry


def export(person: Person) -> dict[str, Any]:
    lines = Entry.objects.filter(actor=person).order_by("pk")
    return {"deeds": list(lines.values("at", "deed", "target", "details"))}


def erase(person: Person, organization: Organization) -> None:
    """That something was done stays; who did it is not told any more: see `forgetting`."""
