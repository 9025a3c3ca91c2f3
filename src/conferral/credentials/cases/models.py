"""What learners ask of us, by when they have an answer, and the answer."""

from datetime import date
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Exhibit, Recall
from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.progress.models import Enrolment


class Kind(StrEnum):
    NAME = "name"  # Another name on the certificate.
    APPEAL = "appeal"  # Somebody else is to look at a decision.
    QUESTION = "question"  # Why not yet?
    CORRECTION = "correction"  # What is kept of them is wrong.
    ERASURE = "erasure"  # They want to be forgotten.


OF_OWN_DATA = (Kind.CORRECTION, Kind.ERASURE)
"""About all that is kept of a person, and not about one course."""
_ABOUT = {
    Kind.NAME: "another name",
    Kind.APPEAL: "an appeal",
    Kind.QUESTION: "a question",
    Kind.CORRECTION: "a correction",
    Kind.ERASURE: "to be forgotten",
}


class Outcome(StrEnum):
    UPHELD = "upheld"  # They were right.
    DISMISSED = "dismissed"
    ANSWERED = "answered"  # It was a question.


class CaseQuerySet(models.QuerySet["Case"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def open(self) -> Self:
        return self.filter(answered_at=None)

    def of_person(self, person: Person) -> Self:
        return self.filter(enrolment__person=person)

    def late(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


class Case(models.Model):
    """One thing that a learner asks, and what came of it. Answers are kept."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="cases")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="cases")
    credential = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="cases")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in Kind])
    words = models.TextField()
    holder_name = models.CharField(max_length=200, blank=True)  # The name that they ask for.
    exhibit = models.ForeignKey(Exhibit, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(
        max_length=10, choices=[(each, each) for each in Outcome], blank=True
    )
    answer = models.TextField(blank=True)  # The learner reads it.
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recall = models.ForeignKey(Recall, models.PROTECT, null=True, related_name="cases")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(answered_at=None),
                name="one_open_case_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
                name="answered_case_says_by_whom_and_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "due_on"], condition=Q(answered_at=None), name="case_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.enrolment}"

    @property
    def about(self) -> str:
        """In words, as they follow “asks for”."""
        return _ABOUT[Kind(self.kind)]
