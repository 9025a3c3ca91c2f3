"""What envelopes keep of a person: tokens that bear their name."""

from typing import Any

from conferral.credentials.envelopes.models import Envelope, EnvelopeQuerySet
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person


def export(person: Person) -> dict[str, Any]:
    kept = _of(person).order_by("pk")
    return {"envelopes": list(kept.values("credential__number", "kind", "asked_at", "token"))}


def erase(person: Person, organization: Organization) -> None:
    _of(person).filter(credential__in=Credential.objects.of(organization)).delete()


def _of(person: Person) -> EnvelopeQuerySet:
    return Envelope.objects.filter(credential__award__enrolment__person=person)
