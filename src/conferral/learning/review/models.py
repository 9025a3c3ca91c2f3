"""Versions that were put up for review, who was asked, what they ticked, said and decided."""

from datetime import date
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion


class Outcome(StrEnum):
    """What became of a submission."""

    OPEN = ""
    APPROVED = "approved"
    SENT_BACK = "sent back"
    TAKEN_BACK = "taken back"
    REPLACED = "replaced"  # The version was edited meanwhile, and submitted again.


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(version__course__organization=organization)

    def open(self) -> Self:
        return self.filter(outcome=Outcome.OPEN)


class Submission(models.Model):
    """One time that a version was put up for review, with what it said then."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="submissions")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions"
    )
    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    note = models.TextField(blank=True)  # For the reviewers.
    content = models.JSONField()
    digest = models.CharField(max_length=64)  # Of the content: SHA-256, in hex.
    outcome = models.CharField(
        max_length=20,
        choices=[(outcome, outcome) for outcome in Outcome],
        default=Outcome.OPEN,
        blank=True,
    )
    closed_at = models.DateTimeField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(outcome=""), name="one_open_submission_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}, submitted {self.submitted_at:%Y-%m-%d}"

    def is_overdue(self, on: date) -> bool:
        return self.outcome == Outcome.OPEN and self.due_on < on


class Vote(StrEnum):
    NONE = ""
    YES = "yes"
    NO = "no"


class ReviewQuerySet(models.QuerySet["Review"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(submission__version__course__organization=organization)

    def waiting(self) -> Self:
        return self.filter(vote=Vote.NONE, submission__outcome=Outcome.OPEN)

    def asked_of(self, person: Person, on: date) -> Self:
        """Those that this person may decide by being asked: by name, as a deputy, or as anyone."""
        deputy = Q(deputy=person, deputy_until__gte=on)
        return self.filter(Q(reviewer=person) | Q(reviewer=None) | deputy)


class Review(models.Model):
    """What one role says about a submission. Once decided it never changes: it is a signature."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    role = models.CharField(max_length=40, choices=[(role, role) for role in Role])
    reviewer = models.ForeignKey(  # None: anyone who holds the role.
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews_asked"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews_deputized"
    )
    deputy_until = models.DateField(null=True)  # The last day on which the deputy may decide.
    vote = models.CharField(
        max_length=5, choices=[(vote, vote) for vote in Vote], default=Vote.NONE, blank=True
    )
    remark = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews_decided"
    )
    signed_as = models.CharField(max_length=200, blank=True)  # Their name on that day.
    digest = models.CharField(max_length=64, blank=True)  # Of the content that was decided about.
    line = models.CharField(max_length=64, blank=True)  # The hash of the audit trail's line.

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "role"], name="one_review_per_role"),
            models.UniqueConstraint(
                fields=["submission", "decided_by"],
                condition=Q(decided_by__isnull=False),
                name="nobody_decides_in_two_roles",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.submission}"

    def is_asked_of(self, person: Person, on: date) -> bool:
        if self.reviewer_id in (None, person.pk):
            return True
        return self.deputy_id == person.pk and bool(self.deputy_until and self.deputy_until >= on)


class Met(StrEnum):
    """The answer to one question of a checklist."""

    UNANSWERED = ""
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not applicable"


class ChecklistItem(models.Model):
    """A question as it was when the review was asked for, and its answer."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    standard = models.CharField(max_length=260, blank=True)  # Whose question; empty: our own.
    met = models.CharField(
        max_length=20, choices=[(met, met) for met in Met], default=Met.UNANSWERED, blank=True
    )
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="one_item_per_position")
        ]

    def __str__(self) -> str:
        return self.text


class Comment(models.Model):
    """Something said about a version, or about one place of it; others answer it."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="comments")
    place = models.CharField(max_length=60, blank=True)  # A module's code; empty: all of it.
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments_on_content"
    )
    text = models.TextField()
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Withdrawal(models.Model):
    """That an approval was taken back, and why. What was issued before stays as it is."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="withdrawals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    because = models.TextField()
    digest = models.CharField(max_length=64)  # Of the content that lost its approval.

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.because}"


class ExtraRole(models.Model):
    """A role whose yes an organization wants beside those that are always asked."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="extra_roles")
    role = models.CharField(max_length=40, choices=[(role, role) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "role"], name="one_extra_role")
        ]

    def __str__(self) -> str:
        return f"{self.organization} also asks a {self.role}"
