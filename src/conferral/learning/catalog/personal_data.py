"""What the catalog keeps of a person: the versions that they worked on, and what they teach."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.personal_data import ERASED
from conferral.learning.catalog.models import CourseVersion, Instructor


def export(person: Person) -> dict[str, Any]:
    submitted = CourseVersion.objects.filter(submitted_by=person)
    approved = CourseVersion.objects.filter(approved_by=person)
    edited = CourseVersion.objects.filter(edited_by=person)
    teaches = Instructor.objects.filter(person=person).order_by("pk")
    return {
        "submitted": list(submitted.order_by("pk").values("title", "number", "submitted_at")),
        "approved": list(approved.order_by("pk").values("title", "number", "approved_at")),
        "edited": list(edited.order_by("pk").values("title", "number", "edited_at")),
        "teaches": [
            {
                "name": instructor.name,
                "title": instructor.title,
                "versions": [f"{each.version}: {each.duty}" for each in instructor.teachings.all()],
            }
            for instructor in teaches.prefetch_related("teachings__version")
        ],
    }


def erase(person: Person, organization: Organization) -> None:
    """Who approved is a row that accounts has emptied; that two people did must stay.

    An instructor stays as a row without a name, so that versions still have who had which duty.
    """
    ours = Instructor.objects.filter(organization=organization)
    ours.filter(person=person).update(person=None, name=ERASED, title="")
