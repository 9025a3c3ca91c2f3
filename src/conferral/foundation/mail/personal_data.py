"""What mail keeps of a person: the letters to them."""

from typing import Any

from conferral.foundation.accounts.models import Person
from conferral.foundation.mail.models import Message, MessageQuerySet


def export(person: Person) -> dict[str, Any]:
    letters = Message.objects.filter(to=person.email).order_by("pk")
    return {"letters": list(letters.values("to", "subject", "text", "queued_at", "sent_at"))}


def erase(person: Person) -> None:
    forget(Message.objects.filter(to=person.email))


def forget(letters: MessageQuerySet) -> None:
    """What waits is not sent any more; of what went, only that it went is kept."""
    letters.unsent().delete()
    letters.update(to="", subject="", text="", html="", problem="")
