"""What delivery keeps of a person: which letter went with which certificate."""

from typing import Any

from conferral.credentials.delivery.entrance import letters_to
from conferral.credentials.delivery.models import (
    Delivery,
    Resending,
    Resent,
    Stop,
    Stopping,
)
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.personal_data import forget
from conferral.foundation.runs import tracking


def export(person: Person) -> dict[str, Any]:
    sent = Delivery.objects.filter(certificate__credential__award__enrolment__person=person)
    columns = ("certificate__credential__number", "message__to", "message__sent_at")
    stopped = Stop.objects.filter(credential__award__enrolment__person=person).order_by("pk")
    said = Stopping.objects.filter(by=person).order_by("pk")
    again = Resent.objects.filter(credential__award__enrolment__person=person).order_by("pk")
    asked = Resending.objects.filter(by=person).order_by("pk")
    return {
        "sent again": list(again.values("credential__number", "done_at", "refused")),
        "asked to send again": list(asked.values("at", "count")),
        "deliveries": list(sent.order_by("pk").values(*columns)),
        "stopped": list(stopped.values("credential__number", "stopping__because", "stopping__at")),
        "led in": list(letters_to(person).order_by("pk").values("to", "queued_at", "sent_at")),
        "stops": list(said.values("because", "at", "count")),
    }


def erase(person: Person, organization: Organization) -> None:
    ours = Credential.objects.of(organization).held_by(person)
    deliveries = Delivery.objects.filter(certificate__credential__in=ours)
    letters = list(deliveries.values_list("message", flat=True))
    again = Resent.objects.open().filter(credential__in=ours).select_related("resending")
    for each in again:
        each.delete()
        tracking.drop(each.resending, 1)
    deliveries.filter(message__sent_at=None).delete()
    forget(Message.objects.filter(pk__in=letters))
    forget(letters_to(person).of(organization))
