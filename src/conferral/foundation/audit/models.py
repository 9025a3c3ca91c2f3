"""Who did what to what, and when. Rows are added and never changed."""

from django.conf import settings
from django.db import models

from conferral.foundation.accounts.models import Organization


class Entry(models.Model):
    organization = models.ForeignKey(Organization, models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True
    )  # None: the belt.
    deed = models.CharField(max_length=60)
    target = models.CharField(max_length=120, db_index=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organization", "-at"], name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed} {self.target}"
