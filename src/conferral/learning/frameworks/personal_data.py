"""What frameworks keep of a person: which files they brought in."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.frameworks.models import Framework


def export(person: Person) -> dict[str, Any]:
    brought = Framework.objects.filter(brought_by=person).order_by("pk")
    return {"frameworks": list(brought.values("title", "filename", "brought_at"))}


def erase(person: Person, organization: Organization) -> None:
    """Nothing to do: whose account it was is forgotten with the account."""
