"""Which certificates have been sent to whom, and which were stopped before they were."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.foundation.mail.models import Message


class Delivery(models.Model):
    certificate = models.OneToOneField(Certificate, models.PROTECT)
    message = models.OneToOneField(Message, models.PROTECT)  # The newest, if it was sent again.

    def __str__(self) -> str:
        return str(self.message)


class Stopping(models.Model):
    """Certificates that were issued by mistake, stopped together for one reason."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)  # The world may read it.
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.because


class StopQuerySet(WaitingQuerySet["Stop"]):
    def open(self) -> Self:
        return self.filter(done_at=None)


class Stop(Waiting):
    """One of them: its letter never leaves, the belt revokes it."""

    stopping = models.ForeignKey(Stopping, models.PROTECT, related_name="stops")
    credential = models.OneToOneField(Credential, models.PROTECT)
    done_at = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)  # Why it stays as it is.

    objects = StopQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(done_at=None), name="stop_open")
        ]

    def __str__(self) -> str:
        return f"stop of {self.credential_id}"


class Resending(models.Model):
    """Letters about many certificates, written once more because somebody asked for it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} letters sent again"


class ResentQuerySet(WaitingQuerySet["Resent"]):
    def open(self) -> Self:
        return self.filter(done_at=None)


class Resent(Waiting):
    """One of them: a certificate whose letter is written once more."""

    resending = models.ForeignKey(Resending, models.CASCADE, related_name="resent")
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)  # Why nobody was written to.

    objects = ResentQuerySet.as_manager()

    class Meta:
        constraints = [
            # Of two people who ask at once, nobody is written to twice.
            models.UniqueConstraint(
                fields=["credential"], condition=Q(done_at=None), name="one_open_resent"
            )
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(done_at=None), name="resent_open")
        ]

    def __str__(self) -> str:
        return f"{self.credential} in {self.resending}"


class Told(models.Model):
    """That the holder knows of a turn, or need not: it is written about once."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="told")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"told of {self.event_id}"
