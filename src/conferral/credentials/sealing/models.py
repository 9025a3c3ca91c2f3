"""X.509 certificates of the keys that sign an organization's documents, and requests for them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conferral.credentials.issuing.models import IssuerKey
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet


class DocumentCertificate(models.Model):
    """What readers of PDFs see of a key: whose it is, and who says so. Old ones stay."""

    key = models.ForeignKey(IssuerKey, models.PROTECT, related_name="certificates")
    pem = models.TextField()  # Its own first, then those above it.
    used_from = models.DateTimeField()
    used_until = models.DateTimeField(null=True)  # None: until its key ends.

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(used_until=None), name="one_current_certificate"
            )
        ]

    def __str__(self) -> str:
        return f"certificate of {self.key}"


class CertificateRequestQuerySet(WaitingQuerySet["CertificateRequest"]):
    def unsigned(self) -> Self:
        return self.filter(pem="")

    def signed(self) -> Self:
        """By the key in use, the newest first."""
        return self.filter(key__valid_until=None).exclude(pem="").order_by("-pk")


class CertificateRequest(Waiting):
    """What an authority needs to vouch for a key (PKCS #10). It waits until a worker has signed it:
    a page has no business with private keys."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    key = models.ForeignKey(IssuerKey, models.PROTECT, null=True, related_name="requests")
    pem = models.TextField(blank=True)  # Empty: it waits.

    objects = CertificateRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(pem=""), name="one_open_certificate_request"
            )
        ]

    def __str__(self) -> str:
        return f"certificate request of {self.organization}"
