"""People, the organizations they act for, and in which role."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from conferral.foundation.accounts.languages import OURS
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.accounts.roles import Role


class Person(AbstractBaseUser):
    """Anyone we know: a learner, a member of staff, or both. Erased people have no e-mail."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True, null=True)  # Lower case; see names.clean_email.
    printed_name = models.CharField(max_length=200)  # As it stands on certificates.
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=12, blank=True)  # Of letters; "": the organization's.
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"

    objects = BaseUserManager["Person"]()

    def __str__(self) -> str:
        return self.printed_name


class Organization(models.Model):
    """An issuer: an Open Badges Profile with a brand, a zone and a prefix for its numbers."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    url = models.URLField()
    email = models.EmailField(blank=True)
    did = models.CharField(max_length=200, unique=True)
    number_prefix = models.CharField(max_length=6, unique=True)  # Crockford's letters and digits.
    registration = models.CharField(max_length=120, blank=True)
    logo_svg = models.TextField(blank=True)
    time_zone = models.CharField(max_length=60, default="Africa/Johannesburg")
    language = models.CharField(max_length=12, default=OURS)  # Of letters to those who chose none.
    # Credentials get a second status entry; Open Badges' own schema knows only one.
    lists_suspensions = models.BooleanField(default=False)
    has_blockcerts = models.BooleanField(default=False)  # Are its credentials anchored, each?
    is_specimen = models.BooleanField(default=False)  # A demonstration; every page says so.
    colour = models.CharField(max_length=7, blank=True)  # "#0f5b52"; empty: the house's own.
    # A promise: so many days after approval or completion, whichever is later.
    issues_within_days = models.PositiveSmallIntegerField(default=14)
    # What strangers see of the names on its certificates, unless a holder wants it otherwise.
    name_mode = models.CharField(max_length=10, default=NameMode.FULL)

    # Working days in which a learner's question is answered, and an appeal decided.
    answers_within_days = models.PositiveSmallIntegerField(default=10)
    decides_appeals_within_days = models.PositiveSmallIntegerField(default=20)
    # A recall of more certificates than this needs a second person.
    recalls_alone_up_to = models.PositiveIntegerField(default=50)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Membership(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(role, role) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "role"], name="one_membership_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.role} at {self.organization}"
