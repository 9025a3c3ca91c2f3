"""Courses, and the versions of them that people enrol in."""

import uuid
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from conferral.foundation.accounts.models import Organization
from conferral.foundation.approval import Approvable, ApprovableQuerySet
from conferral.foundation.prose import Html, html_of, plain_of
from conferral.learning.catalog import criteria


class Mode(StrEnum):
    """How teaching reaches the learner; accreditations are given for some of them."""

    IN_PERSON = "in person"
    ONLINE = "online"
    BLENDED = "blended"
    DISTANCE = "distance"
    WORKPLACE = "workplace"


class CertificateKind(StrEnum):
    """What a certificate claims. Some claims belong to an accreditor and not to the provider."""

    ATTENDANCE = "attendance"
    COMPLETION = "completion"
    STATEMENT = "statement of results"
    COMPETENCE = "competence"
    ACCREDITED = "accredited"


class Lacking(StrEnum):
    """What happens to an award whose accreditation is lacking on the day of issue."""

    HOLD = "hold"
    DOWNGRADE = "downgrade"


class CertificateType(models.Model):
    """One kind of certificate as an organization gives it, and what guards it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="certificate_types")
    code = models.SlugField()
    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in CertificateKind])
    title = models.CharField(max_length=80)  # As printed: "Certificate of Completion".
    needs_accreditation = models.BooleanField(default=False)
    if_lacking = models.CharField(
        max_length=20, choices=[(way, way) for way in Lacking], default=Lacking.HOLD
    )
    downgraded_title = models.CharField(max_length=80, blank=True)  # Empty: the title stays.
    released_by = models.CharField(max_length=40, blank=True)  # A role; empty: issued by itself.
    moderation_percent = models.PositiveSmallIntegerField(null=True)  # None: not moderated.
    external_moderation = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"], name="one_certificate_type_per_code"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Site(models.Model):
    """A place where courses are taught."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="sites")
    code = models.SlugField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="one_site_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class Instructor(models.Model):
    """Someone who teaches, assesses or moderates; with an account of ours or without."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="instructors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="instructs"
    )
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)  # As printed: "Course instructor".

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """How often something changed, in an organization, that may let awards go or stop them."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="change")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.organization}: change {self.number}"


class State(StrEnum):
    """Where a version stands between its author and the certificates of it."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class CourseQuerySet(models.QuerySet["Course"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def titled(self) -> Self:
        """Each with `title`, as its newest version says (empty: it has none), in that order."""
        newest = CourseVersion.objects.filter(course=OuterRef("pk")).order_by("-number")
        title = Coalesce(Subquery(newest.values("title")[:1]), Value(""))
        return self.annotate(title=title).order_by(Lower("title"), "code")


class Course(models.Model):
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="courses")
    code = models.SlugField()

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="one_course_per_code")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def current(self) -> "CourseVersion | None":
        """The approved version that new enrolments go to."""
        return self.versions.approved().order_by("number").last()

    @property
    def open(self) -> "CourseVersion | None":
        """The version that completions are taken in for, though it may not be approved yet."""
        return self.current or self.versions.order_by("number").last()


class CourseVersionQuerySet(ApprovableQuerySet["CourseVersion"]):
    def approved(self) -> Self:
        """Those that certificates may be issued of: approved, and that was not taken back."""
        return self.ever_approved().filter(withdrawn_at=None)

    def ever_approved(self) -> Self:
        """Those that never change any more: certificates may refer to them."""
        return super().approved()

    def in_state(self, state: State) -> Self:
        """The same as each row's `state` says."""
        match state:
            case State.APPROVED:
                return self.approved()
            case State.WITHDRAWN:
                return self.ever_approved().filter(withdrawn_at__isnull=False)
            case State.IN_REVIEW:
                return self.awaiting_review()
        return self.filter(submitted_at=None, approved_at=None)


class CourseVersion(Approvable):
    """What was taught and asked at one time. Approved versions never change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    description = models.TextField()
    criterion_json = models.JSONField()
    certificate_title = models.CharField(max_length=80, default="Certificate of Completion")
    hours = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, default="en")
    validity_months = models.PositiveSmallIntegerField(null=True)
    valid_until = models.DateField(null=True)  # No certificate lasts longer than to this day.
    instructor_name = models.CharField(max_length=120, blank=True)
    instructor_role = models.CharField(max_length=120, blank=True)
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_role = models.CharField(max_length=120, blank=True)
    certificate_type = models.ForeignKey(
        CertificateType, models.PROTECT, null=True, related_name="versions"
    )
    mode = models.CharField(
        max_length=20, choices=[(mode, mode) for mode in Mode], default=Mode.IN_PERSON
    )
    made_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)  # Counts edits: who edits an old one is told.
    withdrawn_at = models.DateTimeField(null=True)  # Its approval was taken back.

    objects = CourseVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def state(self) -> State:
        if self.approved_at:
            return State.WITHDRAWN if self.withdrawn_at else State.APPROVED
        return State.IN_REVIEW if self.submitted_at else State.DRAFT

    @property
    def is_approved(self) -> bool:
        """May certificates be issued of it? Not when its approval was taken back."""
        return self.approved_at is not None and self.withdrawn_at is None

    @cached_property
    def criterion(self) -> criteria.Criterion:
        return criteria.from_json(self.criterion_json)

    @cached_property
    def asked(self) -> frozenset[type[criteria.Leaf]]:
        """The kinds of conditions in the criterion: what need not be known need not be read."""
        return frozenset(type(leaf) for leaf in criteria.leaves_of(self.criterion))

    @cached_property
    def module_titles(self) -> Mapping[str, str]:
        return {module.code: module.title for module in self.modules.all()}

    @cached_property
    def titles(self) -> criteria.Titles:
        """How the criterion's modules, and the courses that it asks for, are called."""
        asked = criteria.courses_of(self.criterion)
        return criteria.Titles(self.module_titles, self._course_titles(asked) if asked else {})

    @property
    def described(self) -> Html:
        """The description for pages; certificates and software get it without marks."""
        return html_of(self.description)

    @property
    def plain_description(self) -> str:
        return plain_of(self.description)

    @property
    def narrative(self) -> str:
        return criteria.narrative(self.criterion, self.titles)

    @property
    def outline(self) -> criteria.Line:
        """The criterion line by line, for pages."""
        return criteria.outline(self.criterion, self.titles)

    def _course_titles(self, codes: frozenset[str]) -> dict[str, str]:
        """Those of the newest approved versions."""
        newest = CourseVersion.objects.approved().order_by("number")
        named = newest.filter(
            course__organization=self.course.organization_id, course__code__in=codes
        )
        return dict(named.values_list("course__code", "title"))


class ModuleKind(StrEnum):
    MODULE = "module"
    ASSIGNMENT = "assignment"
    EXAM = "exam"
    SESSION = "session"


class Module(models.Model):
    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="modules")
    code = models.SlugField()
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(
        max_length=20, choices=[(kind, kind) for kind in ModuleKind], default=ModuleKind.MODULE
    )
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_module_per_code")
        ]

    def __str__(self) -> str:
        return self.title


class Duty(StrEnum):
    INSTRUCTOR = "instructor"
    ASSESSOR = "assessor"
    MODERATOR = "moderator"


class Teaching(models.Model):
    """Who has which duty in a version."""

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="teachings")
    instructor = models.ForeignKey(Instructor, models.PROTECT, related_name="teachings")
    duty = models.CharField(max_length=20, choices=[(duty, duty) for duty in Duty])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "instructor", "duty"], name="one_duty_per_instructor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instructor}, {self.duty}"


class Alignment(models.Model):
    """The version's place in a framework, as Open Badges states it."""

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="alignments")
    target_name = models.CharField(max_length=200)
    target_url = models.URLField(max_length=400)
    target_code = models.CharField(max_length=60, blank=True)
    target_framework = models.CharField(max_length=200, blank=True)
    target_description = models.TextField(blank=True)
    target_type = models.CharField(max_length=60, blank=True)  # AlignmentTargetType, or "ext:…".

    def __str__(self) -> str:
        return self.target_name


class Question(models.Model):
    """What learners ask of a course again and again, with the answer: help, not what is taught."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    answer = models.TextField()  # As foundation/prose.py has it.

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "position"], name="one_question_per_position")
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def answered(self) -> Html:
        return html_of(self.answer)
