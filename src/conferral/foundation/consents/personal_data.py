"""What is kept of somebody's consents: every yes and every withdrawal, with the text's digest."""

from typing import Any

from conferral.foundation.accounts.models import Person
from conferral.foundation.consents.models import Consent

_SAID = ("purpose", "is_given", "at", "way", "text__number", "text__sha256", "text__text")


def export(person: Person) -> dict[str, Any]:
    said = Consent.objects.filter(person=person).order_by("pk")
    return {"consents": list(said.values(*_SAID))}


def erase(person: Person) -> None:
    """The texts are nobody's and stay."""
    Consent.objects.filter(person=person).delete()
