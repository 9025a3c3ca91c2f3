"""What strangers are shown of a credential: its page, what its holder chose,
the links that they gave away, and how often somebody looked."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from conferral.credentials.issuing.models import Credential


class Page(models.Model):
    """Shown only while `rests_on` is what the register says now, so it cannot be out of date."""

    credential = models.OneToOneField(
        Credential, models.CASCADE, primary_key=True, related_name="page"
    )
    rests_on = models.CharField(max_length=64)  # A digest of all that it was made from.
    good_until = models.DateTimeField(null=True, db_index=True)  # Then time alone changes it.
    body = models.BinaryField()  # Compressed, with a place for when it was checked.
    seal = models.BinaryField(max_length=32)  # Ours: whoever writes to the database makes no page.

    def __str__(self) -> str:
        return f"page of {self.credential_id}"


class Showing(models.Model):
    """What the holder of a credential lets strangers see. Who chose nothing has none."""

    credential = models.OneToOneField(
        Credential, models.CASCADE, primary_key=True, related_name="showing"
    )
    name_mode = models.CharField(max_length=10)  # A NameMode.
    is_listed = models.BooleanField(default=False)  # Search engines may list its page.
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.credential_id}: {self.name_mode}"


class Looks(models.Model):
    """How often its page was looked at on one day. Who looked stands nowhere."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="looks")
    day = models.DateField()  # In the organization's zone.
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "day"], name="one_count_of_looks_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.count} looks on {self.day}"


class Profile(models.Model):
    """The public page of somebody who wants one. Who withdraws has none, and its address ends."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="profile"
    )
    slug = models.CharField(max_length=32, unique=True)  # At random: it tells nothing.
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}/people/{self.slug}"


class ShareQuerySet(models.QuerySet["Share"]):
    def open(self, now: datetime) -> Self:
        """Those that lead somewhere now."""
        return self.filter(ended_at=None, until__gt=now)


class Share(models.Model):
    """A link that its holder gave to somebody: it shows the whole certificate, for a time."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="shares")
    slug = models.CharField(max_length=32, unique=True)  # At random: it tells nothing.
    label = models.CharField(max_length=60, blank=True)  # For whom, in the holder's words.
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()  # The first moment at which it leads nowhere.
    ended_at = models.DateTimeField(null=True)  # When its holder ended it before.
    opened = models.PositiveIntegerField(default=0)  # How often. Who opened it stands nowhere.

    objects = ShareQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label or self.slug

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}/s/{self.slug}"

    @property
    def last_day(self) -> date:
        """Needs the credential's key with its organization."""
        zone = self.credential.key.organization.zone
        return (self.until - timedelta(microseconds=1)).astimezone(zone).date()
