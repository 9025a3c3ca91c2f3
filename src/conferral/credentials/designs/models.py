"""Certificates as printed: made once, kept as they are."""

from typing import Self

from django.db import models

from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet


class CertificateQuerySet(WaitingQuerySet["Certificate"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(credential__status_list__organization=organization)


class Certificate(Waiting):
    """The PDF of one credential, frozen. Its bytes live in storage, their SHA-256 here."""

    credential = models.OneToOneField(Credential, models.PROTECT)
    design = models.CharField(max_length=60)
    file = models.FileField(upload_to="certificates/")
    sha256 = models.CharField(max_length=64)
    level = models.CharField(max_length=10, blank=True)  # Of its signature; empty: not signed.
    note = models.CharField(max_length=200, blank=True)  # For staff.
    stub = models.CharField(max_length=1200, blank=True)  # In its QR code; empty: there is none.
    printed_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)  # None: its holder has not been written to.

    objects = CertificateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(announced_at=None),
                name="certificate_unannounced",
            )
        ]

    def __str__(self) -> str:
        return str(self.credential)
