"""Credentials in other envelopes: tokens that somebody asked for, signed once and kept."""

from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conferral.credentials.issuing.models import Credential, IssuerKey
from conferral.foundation.belt import Waiting, WaitingQuerySet


class Kind(StrEnum):
    """Under which ending each is found: /c/NUMBER.jwt."""

    JWT = "jwt"  # The W3C's: vc+jwt.
    VC_JWT = "vc-jwt"  # 1EdTech's: Open Badges as a JWT.
    SD_JWT = "sd-jwt"  # Whose holder shows what is needed: dc+sd-jwt.


class EnvelopeQuerySet(WaitingQuerySet["Envelope"]):
    def unsigned(self) -> Self:
        """Those that may be signed: of people who are not forgotten, and logged. A token whose key
        was stolen is signed again: few of those who read it could tell that it still counts."""
        of_credential = {"credential__erased_at": None, "credential__entry__index__isnull": False}
        stolen = Q(key__compromised_at__isnull=False)
        return self.filter(stolen | Q(token=""), **of_credential)  # Empty: no secret.


class Envelope(Waiting):
    """The token of one kind for one credential. It waits until the belt has signed it."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="envelopes")
    kind = models.CharField(max_length=10)
    token = models.TextField(blank=True)  # Empty: it waits.
    key = models.ForeignKey(IssuerKey, models.PROTECT, null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "kind"], name="one_envelope_of_a_kind")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(token=""),
                name="envelope_unsigned",
            )
        ]

    def __str__(self) -> str:
        return f"{self.credential}.{self.kind}"

    @property
    def waits(self) -> bool:
        return not self.token or (self.key is not None and self.key.compromised_at is not None)
