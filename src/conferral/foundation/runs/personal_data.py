"""What runs keep of a person: the long work that they asked for, or paused."""

from typing import Any

from django.db.models import Q

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.runs.models import Run


def export(person: Person) -> dict[str, Any]:
    theirs = Run.objects.filter(Q(asked_by=person) | Q(paused_by=person)).order_by("pk")
    return {"runs": list(theirs.values("kind", "what", "total", "began_at", "ended_at"))}


def erase(person: Person, organization: Organization) -> None:
    """That somebody asked stays; who it was is a row that accounts has emptied."""
