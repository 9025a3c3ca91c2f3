"""How certificates of a course are renewed, which renewals are open, and what counts there."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.learning.accreditation.models import Document
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal.deciding import Path, Way, Window
from conferral.learning.renewal.reminding import USUAL


def usual_steps() -> list[int]:
    return list(USUAL)


class Rule(models.Model):
    """How certificates of a course are renewed, and when their holders are reminded."""

    course = models.OneToOneField(Course, models.CASCADE, related_name="renewal_rule")
    opens_days = models.PositiveSmallIntegerField(default=90)  # Before the last day.
    grace_days = models.PositiveSmallIntegerField(default=30)  # After it.
    reminders = models.JSONField(default=usual_steps)  # Days before; below zero: after.
    by_exam = models.BooleanField(default=False)
    refreshers = models.ManyToManyField(Course, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)  # None: no such path.
    by_recognition = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)  # What was renewed before stays so.

    def __str__(self) -> str:
        return f"Renewal of {self.course}"


class RenewalQuerySet(WaitingQuerySet["Renewal"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(enrolment__version__course__organization=organization)

    def counting(self) -> Self:
        """All but those that came to nothing: of each award one at most."""
        return self.filter(undone_at=None)

    def open(self) -> Self:
        """Those whose holders may still go a path to its end."""
        return self.unrenewed().filter(lapsed_at=None)

    def unrenewed(self) -> Self:
        """Those that may still be renewed: in what has lapsed something may be reported late."""
        return self.counting().filter(renewed_on=None)

    def undecided(self) -> Self:
        """Those of which more may change something: what they led to has not come to an end, and
        it was decided by the rule that still holds."""
        changed_at = "award__enrolment__version__course__renewal_rule__changed_at"
        by_this_rule = Q(**{changed_at: None}) | Q(looked_at__gt=F(changed_at))
        # What has led to nothing yet has no award, and goes on, too.
        goes_on = self.counting().filter(enrolment__award__ended_at=None)
        return goes_on.filter(Q(renewed_on=None) | by_this_rule)

    def unseen(self) -> Self:
        """Those about which something became known since they were looked at."""
        return self.counting().filter(looked_at=None)


class Renewal(Waiting):
    """The holder of a certificate is enrolled once more, to earn the next one."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="renewals")
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="renewal")
    opens_on = models.DateField()
    ends_on = models.DateField()
    closes_on = models.DateField()
    points_since = models.DateField(null=True)  # None: from the certificate's first day on.
    opened_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(null=True)  # None: something became known since.
    way = models.CharField(max_length=20, blank=True)  # One of Way; empty: not renewed.
    renewed_on = models.DateField(null=True)
    lapsed_at = models.DateTimeField(null=True)  # Its grace is over, and nobody has told of more.
    undone_at = models.DateTimeField(null=True)  # It came to nothing: another one may be opened.
    recognized_on = models.DateField(null=True)
    recognized_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recognized_because = models.TextField(blank=True)
    evidence = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    objects = RenewalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(undone_at=None), name="one_renewal_that_counts"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(looked_at=None),
                name="renewal_unseen",
            )
        ]

    def __str__(self) -> str:
        return f"Renewal of {self.award}"

    @property
    def window(self) -> Window:
        return Window(self.opens_on, self.ends_on, self.closes_on)


class Activity(models.Model):
    """Something that somebody did to stay fit for their work, and the points it is worth (CPD)."""

    organization = models.ForeignKey(Organization, models.PROTECT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="activities")
    day = models.DateField()
    title = models.CharField(max_length=200)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    evidence = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person", "day", "title"], name="one_activity_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.points}"


class PointsTable(models.Model):
    """Points of many learners in one file: somebody looks at it, then the belt enters it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)  # Of the file, which is not kept.
    at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True)  # None: nothing of it counts yet.

    def __str__(self) -> str:
        return self.name


class PointsLineQuerySet(WaitingQuerySet["PointsLine"]):
    def open(self) -> Self:
        return self.filter(refused="", table__begun_at__isnull=False)

    def refused(self) -> Self:
        return self.exclude(refused="")

    def readable(self) -> Self:
        return self.filter(day__isnull=False)


class PointsLine(Waiting):
    """One line of a table. What is entered is an Activity, and a line no more."""

    table = models.ForeignKey(PointsTable, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()  # As a spreadsheet counts: the header is line 1.
    email = models.TextField(blank=True)
    day = models.DateField(null=True)  # None: the line cannot be read.
    title = models.TextField(blank=True)
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    refused = models.TextField(blank=True)  # Why it is not entered.

    objects = PointsLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="one_line_of_each_number")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(refused=""), name="points_line_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} line {self.number}"


class Reminder(models.Model):
    """That the holder was reminded, and of which step: each once."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="reminders")
    step = models.SmallIntegerField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "step"], name="reminded_once_of_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.step} days"


def paths_of(rule: Rule | None) -> tuple[Path, ...]:
    """In the order in which they are named. No rule, no path."""
    if rule is None:
        return ()
    refreshers = [
        Path(Way.REFRESHER, course.code, title_of(course)) for course in rule.refreshers.all()
    ]
    return (
        *((Path(Way.EXAM),) if rule.by_exam else ()),
        *sorted(refreshers, key=lambda path: path.course),
        *((Path(Way.POINTS, points=rule.points),) if rule.points else ()),
        *((Path(Way.RECOGNITION),) if rule.by_recognition else ()),
    )


def title_of(course: Course) -> str:
    return course.open.title if course.open else course.code


def renewal_of(award: Award) -> Renewal | None:
    """The one that counts. Reads many with their renewals, prefetched."""
    return next((each for each in award.renewals.all() if each.undone_at is None), None)


def last_day(award: Award) -> date | None:
    """The last day of the certificate's validity, where its issuer lives."""
    if award.valid_until is None:
        return None
    zone = award.enrolment.version.course.organization.zone
    return award.valid_until.astimezone(zone).date()
