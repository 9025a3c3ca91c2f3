"""What issuing keeps of a person: the credentials in their name.

A leaf of the public log stays for ever. It is the hash of a salt and a digest: without the salt
nobody can say whose it was.
"""

from typing import Any

from django.utils import timezone

from conferral.credentials.issuing import news
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.accounts.models import Organization, Person


def export(person: Person) -> dict[str, Any]:
    held = _of(person).kept().select_related("shape", "key__organization").order_by("pk")
    return {"credentials": [secured_document(credential) for credential in held]}


def erase(person: Person, organization: Organization) -> None:
    """Number, place on the status list and its bit stay; what it said of whom is destroyed."""
    now, theirs = timezone.now(), _of(person).of(organization)
    for credential in theirs.kept().select_for_update(of=("self",)).order_by("pk"):
        news.of_ended(organization, "erased", [credential], now)
    theirs.update(slots={}, log_salt=b"", problem="", erased_at=now)


def _of(person: Person) -> CredentialQuerySet:
    return Credential.objects.filter(award__enrolment__person=person)
