"""What cases keep of a person: what they asked, and the answer."""

from typing import Any

from conferral.credentials.cases.models import Case
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.personal_data import forget


def export(person: Person) -> dict[str, Any]:
    cases = Case.objects.filter(enrolment__person=person).order_by("pk")
    columns = (
        "kind",
        "words",
        "holder_name",
        "asked_at",
        "due_on",
        "outcome",
        "answer",
        "answered_at",
    )
    return {"cases": list(cases.values(*columns))}


def erase(person: Person, organization: Organization) -> None:
    """That somebody asked and was answered in time stays; the words go. Exhibits: see recalls."""
    cases = Case.objects.of(organization).of_person(person)
    keys = [f"case:{pk}:{turn}" for pk in cases.values_list("pk", flat=True) for turn in _TURNS]
    forget(Message.objects.filter(key__in=keys))
    cases.filter(answered_at=None).delete()
    cases.update(words="", holder_name="", answer="")


_TURNS = ("asked", "answered")
