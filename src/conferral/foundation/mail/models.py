"""Messages on their way out."""

from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet


class MessageQuerySet(WaitingQuerySet["Message"]):
    def unsent(self) -> "MessageQuerySet":
        """Those that are still to go."""
        return self.filter(sent_at=None, stopped_at=None)


class Message(Waiting):
    """One e-mail to one person. Its key makes it exist once; its Message-ID never changes."""

    organization = models.ForeignKey(Organization, models.PROTECT)
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)  # Handed to SMTP; the answer is not known yet.
    sent_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # It never leaves: what it tells is not so.

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(sent_at=None), name="message_unsent"
            )
        ]

    def __str__(self) -> str:
        return self.key
