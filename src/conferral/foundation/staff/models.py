"""Who was asked to join, which roles are lent, who lost a second factor, what is looked for."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.approval import Approvable, ApprovableQuerySet

ROLES = [(role, role) for role in Role]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        """Those that can still be accepted."""
        return self.unanswered().filter(ends_at__gt=now)

    def unanswered(self) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Somebody was asked, by e-mail, to join in a role. The link in the letter counts once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = models.EmailField()  # Lower case.
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=40, choices=ROLES)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email", "role"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} as {self.role}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def unfinished(self) -> Self:
        return self.filter(ended_at=None)


class Delegation(models.Model):
    """A role that is lent from one moment to another. While it lasts it is a membership, too."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="delegations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations")
    role = models.CharField(max_length=40, choices=ROLES)
    because = models.CharField(max_length=200)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    membership = models.OneToOneField(Membership, models.SET_NULL, null=True)
    ended_at = models.DateTimeField(null=True)  # By itself, or because somebody took it back.

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person", "role"],
                condition=Q(ended_at=None),
                name="one_delegation_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.role} until {self.ends_at:%Y-%m-%d %H:%M}"


class LostFactorQuerySet(ApprovableQuerySet["LostFactor"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def open(self) -> Self:
        """Those about which a second person has not decided."""
        return self.filter(approved_at=None, withdrawn_at=None)


class LostFactor(Approvable):
    """Somebody has lost what they show beside a code or a password. Two administrators take it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="lost_factors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)  # How we know that it is they who ask.
    withdrawn_at = models.DateTimeField(null=True)

    objects = LostFactorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=Q(approved_at=None, withdrawn_at=None),
                name="one_lost_factor_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"the second factor of {self.person}"


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def seen_by(self, person: Person, organization: Organization) -> Self:
        """Their own, and those that somebody shares with everybody."""
        theirs = Q(person=person.pk) | Q(is_shared=True)
        return self.filter(theirs, organization=organization)


class SavedFilter(models.Model):
    """What somebody looks for again and again on one page, as its address says it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="saved_filters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.SlugField()  # The name of its route.
    query = models.CharField(max_length=500)  # "course=first-aid&state=valid"
    name = models.CharField(max_length=60)
    is_shared = models.BooleanField(default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person", "page", "name"], name="one_filter_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
