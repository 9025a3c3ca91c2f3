"""Who did what to what, and when. Rows are added and never changed."""

from django.conf import settings
from django.db import models

from conferral.foundation.accounts.models import Organization
from conferral.foundation.audit import chain


class Entry(models.Model):
    organization = models.ForeignKey(Organization, models.PROTECT, null=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True
    )  # None: the belt.
    deed = models.CharField(max_length=60)
    target = models.CharField(max_length=120, db_index=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)  # The hash of the line before.
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-at"], name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed} {self.target}"

    @property
    def digest(self) -> str:
        """What `hash` must be, by all that the line says."""
        who = self.actor_id, self.organization_id
        return chain.digest(self.previous, self.at, who, self.deed, self.target, self.details)
