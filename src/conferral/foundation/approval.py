"""Draft, review, approved: for whatever two people must have seen before it is used."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused

Item = TypeVar("Item", bound="Approvable")


class ApprovableQuerySet(models.QuerySet[Item]):
    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False)

    def awaiting_review(self) -> Self:
        return self.filter(submitted_at__isnull=False, approved_at__isnull=True)


class Approvable(models.Model):
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


@transaction.atomic
def submit(item: Approvable, author: Person, organization: Organization) -> None:
    if item.approved_at:
        raise Refused("It is approved already; changes need a new version.")
    item.submitted_by, item.submitted_at = author, timezone.now()
    item.save()
    record(author, "submitted", item, organization)


@transaction.atomic
def approve(
    item: Approvable, reviewer: Person, organization: Organization, **details: object
) -> None:
    """`details`, as the audit trail keeps them: on what the yes rests."""
    if item.submitted_at is None:
        raise Refused("It has not been submitted for review.")
    if item.approved_at:
        raise Refused("It is approved already.")
    if item.submitted_by == reviewer:
        raise Refused("Someone else than its author must approve it.")
    item.approved_by, item.approved_at = reviewer, timezone.now()
    item.save()
    record(reviewer, "approved", item, organization, **details)


@transaction.atomic
def send_back(
    item: Approvable, reviewer: Person, organization: Organization, *, remark: str
) -> None:
    if item.approved_at:
        raise Refused("It is approved already; changes need a new version.")
    if item.submitted_at is None:
        raise Refused("It has not been submitted for review.")
    item.submitted_at = None
    item.save()
    record(reviewer, "sent back", item, organization, remark=remark)
