"""Who vouches for which courses, under which number, where and until when; and who may teach them.

An accreditation has a scope. What is empty in it is not limited: without courses and versions it
is of all courses, without sites it is of every place.
"""

import uuid
from datetime import date, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import (
    CertificateType,
    Course,
    CourseVersion,
    Duty,
    Instructor,
    Site,
)

_ONE_DAY = timedelta(days=1)


class BodyKind(StrEnum):
    GOVERNMENT = "government"
    INDUSTRY = "industry"
    PROFESSIONAL = "professional"


class Body(models.Model):
    """An accrediting body, as one organization knows it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="bodies")
    kind = models.CharField(
        max_length=20,
        choices=[(kind, kind) for kind in BodyKind],
        default=BodyKind.PROFESSIONAL,
    )
    name = models.CharField(max_length=200)
    url = models.URLField()
    contact = models.CharField(max_length=200, blank=True)  # Whom to ask, and how.
    did = models.CharField(max_length=200, blank=True)
    did_document = models.JSONField(null=True)  # As the body gave it to us: nothing is fetched.
    logo_svg = models.TextField(blank=True)
    seal_svg = models.TextField(blank=True)
    review_months = models.PositiveSmallIntegerField(null=True)  # Between periodic reviews.

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_body_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """Evidence as it was handed in. Kept under its SHA-256, and never shown inside a page."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="documents")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)  # What it is, not what its name says.
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # Bytes.
    file = models.FileField(max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploaded_documents"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "sha256", "name"], name="one_document_per_content_and_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Area(StrEnum):
    """What a standard asks about."""

    CONTENT = "content quality"
    INSTRUCTORS = "instructor qualification"
    ASSESSMENT = "assessment"


class Standard(models.Model):
    """What a body asks of a course, line by line; reviewers tick the lines."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="standards")
    area = models.CharField(max_length=30, choices=[(area, area) for area in Area])
    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=40, blank=True)
    criteria = models.TextField()  # One line for each.
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.title} {self.edition}".strip()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.criteria.splitlines() if line.strip())


class State(StrEnum):
    """How an accreditation stands, by its dates alone."""

    NOT_YET = "not yet"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class AccreditationQuerySet(models.QuerySet["Accreditation"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(body__organization=organization)

    def in_force(self, on: date) -> Self:
        """By its dates alone: scope and conditions are the gate's business."""
        standing = self.filter(suspended_at=None, withdrawn_at=None)
        return standing.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)

    def known(self) -> Self:
        """With everything that the gate asks about."""
        related = "courses", "versions", "sites", "conditions"
        return self.select_related("body").prefetch_related(*related)


class Accreditation(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="accreditations")
    number = models.CharField(max_length=60)
    statement = models.TextField(blank=True)  # As the body wants it printed.
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # Its last day.
    suspended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)  # Why it was suspended or withdrawn.
    courses = models.ManyToManyField(Course, related_name="accreditations", blank=True)
    versions = models.ManyToManyField(CourseVersion, related_name="accreditations", blank=True)
    sites = models.ManyToManyField(Site, related_name="accreditations", blank=True)
    modes = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    scope_words = models.CharField(max_length=200, blank=True)  # As the body words its scope.
    needs_qualified = models.BooleanField(default=False)  # All who teach must be registered.
    documents = models.ManyToManyField(Document, related_name="accreditations", blank=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="accreditation_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["body", "number", "valid_from"], name="one_accreditation_per_number_and_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def state(self, today: date) -> State:
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.suspended_at:
            return State.SUSPENDED
        if self.valid_from > today:
            return State.NOT_YET
        is_over = self.valid_until is not None and self.valid_until < today
        return State.ENDED if is_over else State.IN_FORCE

    def ended_on(self, zone: ZoneInfo) -> date | None:
        """The first day on which it does not count any more, if one is known, in the zone."""
        stops = (self.suspended_at, self.withdrawn_at)
        days = [moment.astimezone(zone).date() for moment in stops if moment]
        if self.valid_until:
            days.append(self.valid_until + _ONE_DAY)
        return min(days, default=None)


class Condition(models.Model):
    """What the body wants to be done. Open after its day, or without a day, it is in the way."""

    accreditation = models.ForeignKey(Accreditation, models.CASCADE, related_name="conditions")
    text = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)

    class Meta:
        ordering = [models.F("due_on").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return self.text


class Requirement(models.Model):
    """Who may vouch for a type of certificate. Of several, any one is enough."""

    certificate_type = models.ForeignKey(
        CertificateType, models.CASCADE, related_name="requirements"
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="requirements")
    words = models.CharField(max_length=200, blank=True)  # That the scope must have.

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=None, words=""), name="requirement_asks_for_something"
            )
        ]

    def __str__(self) -> str:
        words = f"“{self.words}”" if self.words else ""
        return " for ".join(filter(None, (str(self.body or ""), words)))


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(instructor__organization=organization)

    def valid(self, on: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)


class Qualification(models.Model):
    """That somebody may teach, assess or review: a registration, a licence, a certificate."""

    instructor = models.ForeignKey(Instructor, models.PROTECT, related_name="qualifications")
    kind = models.CharField(max_length=80)  # "assessor registration": the newest of a kind counts.
    number = models.CharField(max_length=60, blank=True)
    register = models.CharField(max_length=120)  # Where it can be looked up.
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # Its last day.
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    objects = QualificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="qualification_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()


class PeriodicReview(models.Model):
    """What has to be looked at again while an accreditation lasts, and what came of it."""

    accreditation = models.ForeignKey(Accreditation, models.CASCADE, related_name="reviews")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField(blank=True)
    versions = models.ManyToManyField(CourseVersion, related_name="+", blank=True)  # The updates.

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def published(self) -> Self:
        return self.filter(withdrawn_at=None)


class Endorsement(models.Model):
    """An EndorsementCredential that a body has signed for an achievement of ours, as it came."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="endorsements")
    body = models.ForeignKey(Body, models.PROTECT, related_name="endorsements")
    document = models.JSONField(null=True)  # With its proof; or
    token = models.TextField(blank=True)  # the envelope that it came in.
    sha256 = models.CharField(max_length=64, unique=True)  # Of the file.
    comment = models.TextField(blank=True)
    valid_until = models.DateTimeField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = EndorsementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.body} endorses {self.version}"


TEACHES = (Duty.INSTRUCTOR, Duty.ASSESSOR)
