"""What the catalog keeps of a person: the versions that they submitted or approved."""

from typing import Any

from conferral.foundation.accounts.models import Person
from conferral.learning.catalog.models import CourseVersion


def export(person: Person) -> dict[str, Any]:
    submitted = CourseVersion.objects.filter(submitted_by=person)
    approved = CourseVersion.objects.filter(approved_by=person)
    return {
        "submitted": list(submitted.order_by("pk").values("title", "number", "submitted_at")),
        "approved": list(approved.order_by("pk").values("title", "number", "approved_at")),
    }


def erase(person: Person) -> None:
    """Who approved is a row that accounts has emptied; that two people did must stay."""
