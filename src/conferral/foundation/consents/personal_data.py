"""What is kept of somebody's consents: every yes and every withdrawal, with the text's digest."""

from typing import Any

from conferral.foundation.accounts.models import Person
from conferral.foundation.consents.models import Consent, Guardian

_SAID = ("purpose", "is_given", "at", "way", "text__number", "text__sha256", "text__text")
_BOUNDS = ("until", "guardian__name")


def export(person: Person) -> dict[str, Any]:
    said = Consent.objects.filter(person=person).order_by("pk")
    guardians = Guardian.objects.filter(person=person).order_by("pk")
    return {
        "consents": list(said.values(*_SAID, *_BOUNDS)),
        "guardians": list(guardians.values("name", "relation", "of_age_on", "named_at")),
    }


def erase_own(person: Person) -> None:
    """The texts are nobody's and stay."""
    Consent.objects.filter(person=person).delete()
    Guardian.objects.filter(person=person).delete()
