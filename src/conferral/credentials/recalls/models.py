"""Certificates that are called back, one or ten thousand: for good, or for another in its place."""

from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.foundation.approval import Approvable, ApprovableQuerySet
from conferral.foundation.belt import Waiting, WaitingQuerySet


class Deed(StrEnum):
    """What becomes of each certificate that is called back."""

    REVOKE = "revoke"
    REPLACE = "replace"


class Exhibit(models.Model):
    """What proves a change: a deed poll, an affidavit. Kept with the person whom it is about."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exhibits")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)  # What it is, not what its name says.
    sha256 = models.CharField(max_length=64)
    file = models.FileField(max_length=200)
    brought_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RecallQuerySet(ApprovableQuerySet["Recall"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def undecided(self) -> Self:
        """Those that a second person has to agree to."""
        return self.filter(begins_at=None, stopped_at=None)


class Recall(Approvable):
    """Who calls certificates back, why, and in which words. Large ones need a second person."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="recalls")
    deed = models.CharField(max_length=10, choices=[(deed, deed) for deed in Deed])
    reason = models.CharField(max_length=20)  # A code of `issuing/reasons.py`.
    because = models.CharField(max_length=200)  # The world may read it.
    apology = models.TextField(blank=True)  # Stands in the letter to each holder.
    names_successor = models.BooleanField(default=True)
    exhibit = models.ForeignKey(Exhibit, models.SET_NULL, null=True, related_name="+")
    sworn_on = models.DateField(null=True)  # Of an affidavit.
    count = models.PositiveIntegerField()
    begins_at = models.DateTimeField(null=True)  # None: a second person has not agreed.
    stopped_at = models.DateTimeField(null=True)

    objects = RecallQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.deed} {self.count}: {self.because}"


class RecalledQuerySet(WaitingQuerySet["Recalled"]):
    def open(self) -> Self:
        """Those with which nothing has been done yet, whether or not it may begin."""
        return self.filter(done_at=None)

    def begun(self) -> Self:
        return self.open().filter(recall__begins_at__lte=timezone.now())


class Recalled(Waiting):
    """One certificate of a recall, on its way to what becomes of it."""

    recall = models.ForeignKey(Recall, models.CASCADE, related_name="recalled")
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="recalls")
    holder_name = models.CharField(max_length=200, blank=True)  # The right one, if it was wrong.
    done_at = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)  # Why it was left as it is.
    successor = models.OneToOneField(Credential, models.PROTECT, null=True, related_name="+")

    objects = RecalledQuerySet.as_manager()

    class Meta:
        constraints = [
            # Of two people who call one certificate back at once, one is told that it is done.
            models.UniqueConstraint(
                fields=["credential"],
                condition=Q(done_at=None),
                name="one_open_recall_per_credential",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(done_at__isnull=False, refused=""),
                name="only_what_is_done_has_a_successor",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(done_at=None), name="recalled_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.credential} in {self.recall}"
