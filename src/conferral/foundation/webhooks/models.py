"""Servers of others that want to hear what becomes of certificates, and what they are to hear."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.foundation.outbound import Reach


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def listening(self) -> Self:
        return self.filter(ended_at=None)

    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)


class Endpoint(models.Model):
    """Where an organization wants to be told. Its secret is derived, so that no table holds it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="endpoints")
    url = models.URLField(max_length=500)
    reach = models.CharField(max_length=20, default=Reach.PUBLIC)  # How far we may go for it.
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "url"],
                condition=Q(ended_at=None),
                name="one_endpoint_per_url",
            )
        ]

    def __str__(self) -> str:
        return self.url


class NoticeQuerySet(WaitingQuerySet["Notice"]):
    def unsent(self) -> Self:
        return self.filter(sent_at=None, endpoint__ended_at=None)

    def of(self, organization: Organization) -> Self:
        return self.filter(endpoint__organization=organization)


class Notice(Waiting):
    """One thing that happened, on its way to one endpoint. It names no person."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)  # "credential.revoked"
    at = models.DateTimeField()
    # What it is about, a certificate or a key; and which of all about it that this endpoint is
    # told. Whoever hears two in another order, or misses one, can tell by that number.
    subject = models.CharField(max_length=80, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # From 1 on; 0 where it is about nothing.
    body = models.TextField()  # As it is sent and signed, to the letter.
    sent_at = models.DateTimeField(null=True)

    patience = 17  # Three days: servers of others are away for a night, or for a weekend.

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(sent_at=None), name="notice_unsent"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "subject", "sequence"],
                condition=~Q(subject=""),
                name="one_notice_of_each_sequence",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.endpoint_id}"
