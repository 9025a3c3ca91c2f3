"""Long work that somebody asked for: how far it is, and whether it goes on."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization
from conferral.foundation.runs import estimate, life
from conferral.foundation.runs.estimate import Pace
from conferral.foundation.runs.life import Marks, State


class RunQuerySet(models.QuerySet["Run"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def about(self, rows: type[models.Model]) -> Self:
        return self.filter(kind=rows._meta.label)

    def open(self) -> Self:
        return self.filter(ended_at=None, cancelled_at=None)

    def over(self) -> Self:
        return self.exclude(ended_at=None, cancelled_at=None)

    def paused(self) -> Self:
        return self.filter(paused_at__isnull=False)

    def cancelled(self) -> Self:
        return self.filter(cancelled_at__isnull=False)

    def untold(self) -> Self:
        """Those that have ended, and of which whoever asked has not been told."""
        return self.filter(ended_at__isnull=False, told_at=None)


class Run(models.Model):
    """Its rows are the work; this row counts them, in the transaction that moves them."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="runs")
    # The row that it is about: its model, and its key.
    kind = models.CharField(max_length=60)
    number = models.BigIntegerField()
    what = models.CharField(max_length=200)  # “results.csv”
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    # Since when its pace is measured, and what had been tried by then: pauses are no work.
    paced_from = models.DateTimeField()
    paced_after = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    wants_letter = models.BooleanField(default=False)  # Also if it takes no time at all.
    told_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # Somebody has seen to what failed.

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_run_of_each"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(cancelled_at=None), name="run_is_over_once"
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None) | Q(ended_at=None, cancelled_at=None),
                name="what_is_over_is_not_paused",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization"],
                condition=Q(ended_at=None, cancelled_at=None),
                name="run_open",
            ),
            models.Index(
                fields=["kind", "number"], condition=Q(paused_at__isnull=False), name="run_paused"
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False, told_at=None),
                name="run_untold",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def state(self) -> State:
        return life.state_of(Marks(self.paused_at, self.ended_at, self.cancelled_at))

    @property
    def tried(self) -> int:
        return self.done + self.failed

    @property
    def left(self) -> int:
        return max(0, self.total - self.tried)

    @property
    def percent(self) -> int:
        """Rounded down: a hundred is said when nothing is left, and not before."""
        return min(100, self.tried * 100 // self.total) if self.total else 100

    @property
    def took(self) -> timedelta | None:
        over_at = self.ended_at or self.cancelled_at
        return over_at - self.began_at if over_at else None

    def time_left(self, now: datetime) -> timedelta | None:
        return estimate.left(self._pace, now) if self.state is State.RUNNING else None

    def is_silent(self, now: datetime) -> bool:
        return self.state is State.RUNNING and estimate.is_silent(self._pace, now)

    @property
    def _pace(self) -> Pace:
        return Pace(self.total, self.tried, self.paced_after, self.paced_from, self.moved_at)
