"""Courses, and the versions of them that people enrol in."""

import uuid
from collections.abc import Mapping
from functools import cached_property

from django.db import models

from conferral.foundation.accounts.models import Organization
from conferral.foundation.approval import Approvable, ApprovableQuerySet
from conferral.learning.catalog import criteria


class CourseQuerySet(models.QuerySet["Course"]):
    def of(self, organization: Organization) -> "CourseQuerySet":
        return self.filter(organization=organization)


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
    instructor_name = models.CharField(max_length=120, blank=True)
    instructor_role = models.CharField(max_length=120, blank=True)
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_role = models.CharField(max_length=120, blank=True)

    objects = ApprovableQuerySet["CourseVersion"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @cached_property
    def criterion(self) -> criteria.Criterion:
        return criteria.from_json(self.criterion_json)

    @cached_property
    def module_titles(self) -> Mapping[str, str]:
        return {module.code: module.title for module in self.modules.all()}

    @property
    def narrative(self) -> str:
        return criteria.narrative(self.criterion, self.module_titles)


class Module(models.Model):
    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="modules")
    code = models.SlugField()
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_module_per_code")
        ]

    def __str__(self) -> str:
        return self.title


class Alignment(models.Model):
    """The version's place in a framework, as Open Badges states it."""

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="alignments")
    target_name = models.CharField(max_length=200)
    target_url = models.URLField()
    target_code = models.CharField(max_length=60, blank=True)
    target_framework = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.target_name
