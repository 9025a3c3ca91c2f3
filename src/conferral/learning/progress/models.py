"""Who is enrolled in what, how far they are, and the files that told us so."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.learning.catalog import criteria
from conferral.learning.catalog.models import Course, CourseVersion, Module, Site


class EnrolmentQuerySet(WaitingQuerySet["Enrolment"]):
    def of(self, organization: Organization) -> "EnrolmentQuerySet":
        return self.filter(version__course__organization=organization)

    def changed(self) -> "EnrolmentQuerySet":
        """Those whose progress moved since it was last held against the criterion."""
        return self.filter(evaluated_at=None)


class Enrolment(Waiting):
    """A person in a version of a course. It waits to be looked at when its progress moved."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="enrolments")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    enrolled_at = models.DateTimeField(auto_now_add=True)
    evaluated_at = models.DateTimeField(null=True)  # None: progress moved, nobody has looked yet.

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="enrolled_once")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(evaluated_at=None),
                name="enrolment_changed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.version}"

    @property
    def facts(self) -> criteria.Facts:
        return criteria.Facts({result.module.code: result.fact for result in self.results.all()})

    @property
    def decision(self) -> criteria.Decision:
        """Is the course completed, and what is still to do?"""
        return criteria.decide(self.version.criterion, self.facts, self.version.titles)


class ModuleResult(models.Model):
    """The best that is known of one learner in one module."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="results")
    module = models.ForeignKey(Module, models.PROTECT)
    passed = models.BooleanField(null=True)  # None: completed, and nobody said more.
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # Percent.
    completed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module"], name="one_result_per_module")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.module}"

    @property
    def fact(self) -> criteria.Result:
        return criteria.Result(completed=True, passed=self.passed, score=self.score)


class ImportQuerySet(WaitingQuerySet["Import"]):
    def of(self, organization: Organization) -> "ImportQuerySet":
        return self.filter(course__organization=organization)

    def unread(self) -> "ImportQuerySet":
        return self.filter(confirmed_at__isnull=False, read_at=None)


class Import(Waiting):
    """A file of completions on its way into the register."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="imports")
    version = models.ForeignKey(  # None: the one that is approved when the file is read.
        CourseVersion, models.PROTECT, null=True, related_name="imports"
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    filename = models.CharField(max_length=255)
    file = models.FileField(upload_to="imports/")  # The text that is read, whatever was uploaded.
    sha256 = models.CharField(max_length=64)  # Of the uploaded bytes.
    table = models.TextField()  # A Table: how the file is to be read.
    columns = models.TextField()  # A ColumnMap: what its columns mean.
    lines = models.PositiveIntegerField(default=0)
    next_line = models.PositiveIntegerField(default=2)  # Everything above it is in the register.
    confirmed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(read_at=None, confirmed_at__isnull=False),
                name="import_unread",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def zone(self) -> ZoneInfo:
        return self.course.organization.zone


class ImportRow(models.Model):
    """One line of a file, and what became of it."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()  # As a spreadsheet counts: the header is line 1.
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="import_rows")
    refused = models.BooleanField(default=False)
    note = models.TextField(blank=True)  # Why it was refused, or what was noticed.

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="one_row_per_line")]

    def __str__(self) -> str:
        return f"{self.batch} line {self.line}"
