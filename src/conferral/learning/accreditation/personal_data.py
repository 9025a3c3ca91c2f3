"""What accreditation keeps of a person: qualifications, and what they uploaded or reviewed."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.accreditation.models import (
    Document,
    Endorsement,
    PeriodicReview,
    Qualification,
)


def export(person: Person) -> dict[str, Any]:
    held = Qualification.objects.filter(instructor__person=person).order_by("pk")
    uploaded = Document.objects.filter(uploaded_by=person).order_by("pk")
    reviewed = PeriodicReview.objects.filter(done_by=person).order_by("pk")
    added = Endorsement.objects.filter(added_by=person).order_by("pk")
    return {
        "qualifications": list(
            held.values("kind", "number", "register", "valid_from", "valid_until")
        ),
        "documents": list(uploaded.values("name", "sha256", "uploaded_at")),
        "reviews": list(reviewed.values("what", "done_at", "outcome")),
        "endorsements": list(added.values("body__name", "added_at")),
    }


def erase(person: Person, organization: Organization) -> None:
    """Numbers in other people's registers go, and the papers that bear them.

    That somebody was qualified from then until then stays: certificates rest on it. What they
    uploaded was the organization's; its row leads to one that accounts has emptied.
    """
    ours = Qualification.objects.filter(instructor__organization=organization)
    held = ours.filter(instructor__person=person)
    papers = Document.objects.filter(pk__in=held.exclude(document=None).values("document"))
    kept = list(papers)
    held.update(number="", document=None)
    for paper in kept:
        _forget(paper)


def _forget(paper: Document) -> None:
    is_used = (
        Qualification.objects.filter(document=paper).exists()
        or paper.accreditations.exists()
        or Document.objects.filter(file=paper.file.name).exclude(pk=paper.pk).exists()
    )
    if not is_used:
        paper.file.delete(save=False)
        paper.delete()
