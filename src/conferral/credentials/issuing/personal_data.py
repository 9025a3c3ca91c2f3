"""What issuing keeps of a person: the credentials in their name.

A leaf of the public log stays for ever. It is the hash of a salt and a digest: without the salt
nobody can say whose it was.
"""

from typing import Any

from django.utils import timezone

from conferral.credentials.issuing import news
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person


def export(person: Person) -> dict[str, Any]:
    held = Credential.objects.held_by(person).kept().order_by("pk")
    related = held.select_related("shape", "key__organization")
    return {"credentials": [secured_document(credential) for credential in related]}


def erase(person: Person, organization: Organization) -> None:
    """Number, place on the status list and its bit stay; what it said of whom is destroyed."""
    now, theirs = timezone.now(), Credential.objects.of(organization).held_by(person)
    for credential in theirs.kept().select_for_update(of=("self",)).order_by("pk"):
        news.of_ended(organization, "erased", [credential], now)
    theirs.update(slots={}, log_salt=b"", problem="", erased_at=now)
