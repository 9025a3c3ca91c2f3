"""The P-256 keys with which organizations sign papers and tokens, and their certificates."""

from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization


class DocumentKeyQuerySet(models.QuerySet["DocumentKey"]):
    def current(self) -> "DocumentKeyQuerySet":
        return self.filter(valid_until=None)


class DocumentKey(models.Model):
    """A key and the certificate that names its owner. Old ones stay: old papers show them.

    A key that gets another certificate is a new row: what was used from when until when.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="document_keys")
    name = models.CharField(max_length=80)  # Under which the vault holds its other half.
    multikey = models.CharField(max_length=80)
    certificates = models.TextField()  # PEM: its own first, then those above it.
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    objects = DocumentKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(valid_until=None), name="one_document_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.multikey}"

    @property
    def verification_method(self) -> str:
        return f"{self.organization.did}#{self.multikey}"
