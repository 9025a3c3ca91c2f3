"""What recalls keep of a person: the right name, and what proves it."""

from typing import Any

from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls import exhibits
from conferral.credentials.recalls.models import Exhibit, Recalled
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.personal_data import forget
from conferral.foundation.runs import tracking


def export(person: Person) -> dict[str, Any]:
    called_back = Recalled.objects.filter(credential__award__enrolment__person=person)
    columns = ("credential__number", "recall__deed", "recall__because", "holder_name", "done_at")
    brought = Exhibit.objects.filter(person=person).order_by("pk")
    return {
        "called back": list(called_back.order_by("pk").values(*columns)),
        "exhibits": list(brought.values("name", "media_type", "sha256", "brought_at")),
    }


def erase(person: Person, organization: Organization) -> None:
    """That a number was called back stays, with the reason that everybody could read."""
    exhibits.destroy(Exhibit.objects.filter(organization=organization, person=person))
    ours = Credential.objects.of(organization).held_by(person)
    called_back = Recalled.objects.filter(credential__in=ours)
    letters = [f"recalled:{pk}" for pk in called_back.values_list("pk", flat=True)]
    forget(Message.objects.filter(key__in=letters))
    for each in called_back.filter(done_at=None).select_related("recall"):
        each.delete()
        tracking.drop(each.recall, 1)
    called_back.update(holder_name="", problem="")
