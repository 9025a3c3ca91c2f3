"""What prepared pages keep of a person: the name that the credential has, too."""

from typing import Any

from conferral.credentials.verification.models import Page
from conferral.foundation.accounts.models import Person


def export(person: Person) -> dict[str, Any]:
    """Nothing that the credentials do not say: a page is made from one of them."""
    return {}


def erase(person: Person) -> None:
    Page.objects.filter(credential__award__enrolment__person=person).delete()
