"""How far we have come in looking at our own certificates, and what we found."""

from typing import Any, Self

from django.db import models

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet


class SweepQuerySet(WaitingQuerySet["Sweep"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def open(self) -> Self:
        return self.filter(ended_at=None)


class Sweep(Waiting):
    """Every certificate of an organization, looked at once, in the order in which they came."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="sweeps")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    after = models.BigIntegerField(default=0)  # The last credential that was looked at.
    checked = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=list)  # The first of them: number and problem of each.

    objects = SweepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(ended_at=None),
                name="one_open_sweep",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.began_at:%Y-%m-%d %H:%M}"

    def to_json(self) -> dict[str, Any]:
        return {
            "began": self.began_at,
            "ended": self.ended_at,
            "checked": self.checked,
            "failed": self.failed,
            "failures": self.failures,
        }
