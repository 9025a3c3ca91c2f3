"""What letters keep of a person: that they put a letter into other words."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.letters.models import OwnWords


def export(person: Person) -> dict[str, Any]:
    said = OwnWords.objects.filter(by=person).order_by("pk")
    return {"own_words": list(said.values("kind", "language", "subject", "body", "at"))}


def erase(person: Person, organization: Organization) -> None:
    """The words are the organization's and stay; whose they were does not."""
    OwnWords.objects.filter(organization=organization, by=person).update(by=None)
