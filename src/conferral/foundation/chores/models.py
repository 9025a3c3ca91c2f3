"""When each chore was done last in each organization, and what each stage of the belt did last."""

from enum import StrEnum
from typing import Self

from django.db import models

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class RoundQuerySet(WaitingQuerySet["Round"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)


class Round(Waiting):
    """One chore of one organization. `next_attempt_at` is when it is due next."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="rounds")
    chore = models.CharField(max_length=60)
    every = models.CharField(
        max_length=10, choices=[(every, every) for every in Every], default=Every.DAY
    )
    day = models.DateField(null=True)  # The last one it was done for, in the organization's zone.
    done_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)  # In words: "3 letters were sent".

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "chore"], name="one_round_per_chore")
        ]
        indexes = [models.Index(fields=["next_attempt_at"], name="round_due")]

    def __str__(self) -> str:
        return f"{self.chore} at {self.organization}"


class StageRun(models.Model):
    """What a stage of the belt did last, in whichever process. It works for all organizations."""

    stage = models.CharField(max_length=60, unique=True)
    place = models.PositiveSmallIntegerField(default=0)  # On the belt.
    ran_at = models.DateTimeField(null=True)  # When it last moved something, within a minute.
    count = models.PositiveIntegerField(default=0)  # Rows that it moved since the note before.
    failed_at = models.DateTimeField(null=True)  # None: it works.

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.stage
