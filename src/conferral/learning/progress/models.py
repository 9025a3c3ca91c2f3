"""Who is enrolled in what, how far they are, and the files that told us so."""

from dataclasses import replace
from datetime import datetime, timedelta
from datetime import timezone as offset
from decimal import Decimal
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import EVER, JudgementKind, Measurable, Span
from conferral.learning.catalog.models import Course, CourseVersion, Module, ModuleKind, Site
from conferral.learning.progress.cohort import LONGEST as LONGEST_COHORT
from conferral.learning.progress.results import Outcome


class EnrolmentQuerySet(WaitingQuerySet["Enrolment"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(version__course__organization=organization)

    def changed(self) -> Self:
        """Those whose progress moved since it was last held against the criterion."""
        return self.filter(evaluated_at=None)

    def of_learners(self) -> Self:
        """Without those in which somebody took a specimen: there is nothing to learn in them."""
        return self.filter(cycle__gte=1)

    def once_certified(self) -> Self:
        """Those of which a certificate was issued that vouches for something. Awards are rows of
        the floor above."""
        return self.filter(award__issued_at__isnull=False, award__is_specimen=False)

    def certified(self) -> Self:
        """Those of which a certificate is valid now."""
        valid = Q(award__valid_until=None) | Q(award__valid_until__gt=timezone.now())
        return self.once_certified().filter(valid, award__ended_at=None)


class Enrolment(Waiting):
    """A person in a version of a course. It waits to be looked at when its progress moved."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="enrolments")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    cohort = models.CharField(max_length=LONGEST_COHORT, blank=True)  # "Autumn 2026"; empty: none.
    enrolled_at = models.DateTimeField(auto_now_add=True)
    evaluated_at = models.DateTimeField(null=True)  # None: progress moved, nobody has looked yet.
    # Who renews a certificate is enrolled once more: nothing of before counts, and what is issued
    # is valid from where the older certificate ends. 0: of a specimen; the first is still to come.
    cycle = models.PositiveSmallIntegerField(default=1)
    counts_from = models.DateTimeField(null=True)
    continues_from = models.DateTimeField(null=True)
    # What was carried over from the older certificate counts for what is done before that moment.
    carried_until = models.DateTimeField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "cycle"], name="enrolled_once_a_cycle"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(evaluated_at=None),
                name="enrolment_changed",
            ),
            models.Index(fields=["cohort"], condition=~Q(cohort=""), name="enrolment_in_cohort"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.version}"

    @property
    def facts(self) -> criteria.Facts:
        """What the version's criterion asks about. For many enrolments at once, see facts.know."""
        return self.facts_for(self.version.asked)

    def facts_for(self, asked: frozenset[type[criteria.Leaf]]) -> criteria.Facts:
        """Every result, and of all else what these kinds of conditions ask about.

        When what was carried over counts no more, it still does for who was done in time.
        """
        if self.carried_until is None:
            return self._known(asked, EVER)
        in_time = self._known(asked, Span(before=self.carried_until))
        is_open = timezone.now() < self.carried_until
        if is_open or criteria.was_met(self.version.criterion, in_time).met:
            return in_time
        return self._known(asked, Span(since=self.counts_from))

    def _known(self, asked: frozenset[type[criteria.Leaf]], span: Span) -> criteria.Facts:
        zone = self.version.course.organization.zone
        told = {result.module.code: result.fact(zone) for result in self.results.all()}
        results = {code: known for code, each in told.items() if (known := each.during(span))}
        judgements = [each.fact(zone) for each in self.judgements.all()] if _JUDGED & asked else []
        return criteria.Facts(
            results,
            self._measured(results, span) if criteria.Measured in asked else {},
            tuple(each for each in judgements if span.holds(each.at)),
            self.held if criteria.Holds in asked else frozenset(),
        )

    @cached_property
    def held(self) -> frozenset[str]:
        """Codes of the courses of the organization of which the person holds a certificate."""
        certified = self.person.enrolments.of(self.version.course.organization).certified()
        return frozenset(certified.values_list("version__course__code", flat=True))

    @property
    def decision(self) -> criteria.Decision:
        """Is the course completed, and what is still to do?"""
        return criteria.decide(self.version.criterion, self.facts, self.version.titles)

    def _measured(
        self, results: dict[str, criteria.Result], span: Span
    ) -> dict[Measurable, Decimal]:
        """What was reported; attendance may also be told by the sessions, and the better counts."""
        # A total has no date: one that was said in the renewal is of it, whatever its span.
        since = Span(since=span.since)
        told = {
            Measurable(each.kind): each.value
            for each in self.measures.all()
            if since.holds(each.recorded_at)
        }
        modules = self.version.modules.all()
        sessions = {each.code: each.hours for each in modules if each.kind == ModuleKind.SESSION}
        for what, value in criteria.attended(results, sessions).items():
            told[what] = max(value, told.get(what, value))
        return told


class ModuleResult(models.Model):
    """The best that is known of one learner in one module, and the attempts if there are more."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="results")
    module = models.ForeignKey(Module, models.PROTECT)
    passed = models.BooleanField(null=True)  # None: completed, and nobody said more.
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # Percent.
    completed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    attempts = models.JSONField(default=list)  # See results.py; empty: the best says it all.

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module"], name="one_result_per_module")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.module}"

    @property
    def outcome(self) -> Outcome:
        best = criteria.Attempt(self.passed, self.score, self.completed_at)
        return Outcome.kept(best, self.attempts)

    def fact(self, zone: ZoneInfo) -> criteria.Result:
        at = self.completed_at and _there(self.completed_at, zone)
        several = self.outcome.attempts if self.attempts else ()
        attempts = tuple(_in_zone(each, zone) for each in several)
        return criteria.Result(True, self.passed, self.score, at, attempts)


class Measure(models.Model):
    """A total over the whole course: attendance, peer reviews, posts."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in Measurable])
    value = models.DecimalField(max_digits=8, decimal_places=2)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind"], name="one_measure_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.kind} {self.value}"


class Judgement(models.Model):
    """What a member of staff said of a learner. Nothing is ever overwritten: the newest counts."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="judgements")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in JudgementKind])
    code = models.SlugField()  # As the criterion calls it.
    is_positive = models.BooleanField()  # Competent, confirmed; or not yet.
    at = models.DateTimeField()
    by = models.ForeignKey(  # None: a file said so.
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "code", "is_positive", "at"],
                name="one_judgement_per_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.code}, {'yes' if self.is_positive else 'not yet'}"

    @property
    def verdict(self) -> criteria.Verdict:
        return criteria.Verdict(JudgementKind(self.kind), self.code, self.is_positive, self.at)

    def fact(self, zone: ZoneInfo) -> criteria.Verdict:
        return replace(self.verdict, at=_there(self.at, zone))


class Announcement(models.Model):
    """A letter that went to everybody enrolled in a course, as it was written."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="announcements")
    subject = models.CharField(max_length=150)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    count = models.PositiveIntegerField()  # Of letters.

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject


class ImportQuerySet(WaitingQuerySet["Import"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(course__organization=organization)

    def unread(self) -> Self:
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

    @cached_property
    def target(self) -> CourseVersion | None:
        """The version that its columns are about; None while the course has no version at all."""
        return self.version or self.course.open


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


_JUDGED = frozenset({criteria.Evaluated, criteria.Confirmed})


def _in_zone(attempt: criteria.Attempt, zone: ZoneInfo) -> criteria.Attempt:
    at = attempt.at and _there(attempt.at, zone)
    return criteria.Attempt(attempt.passed, attempt.score, at)


def _there(at: datetime, zone: ZoneInfo) -> datetime:
    """What clocks there show, with the offset of that moment.

    With the zone itself, Python would tell what was first by the clocks' faces; in one night of
    the year they show an hour twice.
    """
    local = at.astimezone(zone)
    return local.replace(tzinfo=offset(local.utcoffset() or timedelta()))
