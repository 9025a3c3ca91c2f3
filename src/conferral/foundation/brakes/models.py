"""What keeps a mistake from running on: each organization's brakes, and what they have held."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization
from conferral.foundation.approval import Approvable


class Brakes(models.Model):
    """How an organization has set its brakes. Who never set them has the defaults, and no row."""

    organization = models.OneToOneField(
        Organization, models.CASCADE, primary_key=True, related_name="brakes"
    )
    # Letters with certificates leave so long after the signature; 0: at once.
    undo_minutes = models.PositiveSmallIntegerField(default=10)
    # A day with fewer certificates than this is never unusual; 0: no day is.
    unusual_from = models.PositiveIntegerField(default=500)
    unusual_times = models.PositiveSmallIntegerField(default=3)  # The largest day before.

    def __str__(self) -> str:
        return f"brakes of {self.organization}"

    @property
    def undo_window(self) -> timedelta:
        return timedelta(minutes=self.undo_minutes)


class Day(models.Model):
    """How many certificates an organization has issued on one day of its own."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    day = models.DateField()
    issued = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)  # Of these, let go by a second person.

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "day"], name="one_row_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.issued}"


class BatchQuerySet(models.QuerySet["Batch"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def open(self) -> Self:
        """Those about which nobody has decided."""
        return self.filter(approved_at=None, cancelled_at=None)


class Batch(Approvable):
    """Certificates that were too many for one day: a second person lets them go, or cancels them.

    `submitted_by` is whoever brought in what they rest on, where somebody did.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    usual = models.PositiveIntegerField()  # The largest day before it was held.
    most = models.PositiveIntegerField()  # What the brakes let pass that day.
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_because = models.CharField(max_length=200, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(approved_at=None, cancelled_at=None),
                name="one_open_batch_per_organization",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(cancelled_at=None),
                name="batch_is_let_go_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"batch of {self.count}"

    @property
    def is_open(self) -> bool:
        return self.approved_at is None and self.cancelled_at is None
