"""What is kept of what strangers see of a person: prepared pages, and what the person chose."""

from typing import Any

from conferral.credentials.verification.models import Page, Showing
from conferral.foundation.accounts.models import Person

_OF = "credential__award__enrolment__person"


def export(person: Person) -> dict[str, Any]:
    """Of pages nothing that the credentials do not say: a page is made from one of them."""
    chosen = Showing.objects.filter(**{_OF: person}).order_by("pk")
    return {
        "showings": list(chosen.values("credential__number", "name_mode", "is_listed", "chosen_at"))
    }


def erase(person: Person) -> None:
    for model in (Page, Showing):
        model.objects.filter(**{_OF: person}).delete()
