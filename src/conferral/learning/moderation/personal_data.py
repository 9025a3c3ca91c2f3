"""What moderation keeps of a person: what was said of their results, and what they said."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.moderation.models import Entrant, Opinion


def export(person: Person) -> dict[str, Any]:
    own = Entrant.objects.filter(award__enrolment__person=person).order_by("pk")
    about = Opinion.objects.filter(entrant__in=own)
    said = Opinion.objects.filter(by=person)
    version = "round__version__title", "round__version__number"
    return {
        "moderated": list(own.values(*version, "round__opened_at", "round__outcome", "place")),
        "results": list(about.values("stage", "outcome", "remark", "at")),
        "opinions": list(said.values("entrant__name", "stage", "outcome", "remark", "at")),
    }


def erase(person: Person, organization: Organization) -> None:
    """That a result took part stays, as a number without a learner; what was written of it goes."""
    ours = Opinion.objects.filter(entrant__round__version__course__organization=organization)
    about = ours.filter(entrant__award__enrolment__person=person)
    about.update(remark="", document=None)
    ours.filter(by=person).update(signed_as="")
