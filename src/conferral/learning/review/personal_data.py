"""What reviews keep of a person: what they submitted, decided, commented and took back."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.review.models import Comment, Review, Submission, Withdrawal


def export(person: Person) -> dict[str, Any]:
    submitted = Submission.objects.filter(submitted_by=person).order_by("pk")
    decided = Review.objects.filter(decided_by=person).order_by("pk")
    said = Comment.objects.filter(author=person).order_by("pk")
    withdrawn = Withdrawal.objects.filter(person=person).order_by("pk")
    version = "version__title", "version__number"
    of_review = "submission__version__title", "submission__version__number"
    return {
        "submitted": list(submitted.values(*version, "submitted_at", "note", "outcome")),
        "decided": list(decided.values(*of_review, "role", "vote", "remark", "decided_at")),
        "comments": list(said.values(*version, "place", "text", "at")),
        "withdrawn": list(withdrawn.values(*version, "at", "because")),
    }


def erase(person: Person, organization: Organization) -> None:
    """That somebody said yes must stay; the name beside it goes, and accounts empties the row."""
    ours = Review.objects.filter(submission__version__course__organization=organization)
    ours.filter(decided_by=person).update(signed_as="")
