"""What envelopes keep of a person: tokens that bear their name."""

from typing import Any

from conferral.credentials.envelopes.models import Envelope
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person


def export(person: Person) -> dict[str, Any]:
    kept = Envelope.objects.filter(credential__award__enrolment__person=person).order_by("pk")
    return {"envelopes": list(kept.values("credential__number", "kind", "asked_at", "token"))}


def erase(person: Person, organization: Organization) -> None:
    ours = Credential.objects.of(organization).held_by(person)
    Envelope.objects.filter(credential__in=ours).delete()
