"""Which certificates have been sent to whom, and which were stopped before they were."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.foundation.mail.models import Message


class Delivery(models.Model):
    certificate = models.OneToOneField(Certificate, models.PROTECT)
    message = models.OneToOneField(Message, models.PROTECT)  # The newest, if it was sent again.

    def __str__(self) -> str:
        return str(self.message)


class StopQuerySet(WaitingQuerySet["Stop"]):
    def open(self) -> "StopQuerySet":
        return self.filter(done_at=None)


class Stop(Waiting):
    """That a certificate was issued by mistake: its letter never leaves, the belt revokes it."""

    credential = models.OneToOneField(Credential, models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)  # The world may read it.
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(done_at=None), name="stop_open")
        ]

    def __str__(self) -> str:
        return f"stop of {self.credential_id}"


class Told(models.Model):
    """That the holder knows of a turn, or need not: it is written about once."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="told")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"told of {self.event_id}"
