"""Messages on their way out; addresses at which nothing arrives; who wants which letters."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from conferral.foundation.accounts.addresses import confirmed_by
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.belt import PATIENCE, Waiting, WaitingQuerySet
from conferral.foundation.mail.delivery_status import Kind
from conferral.foundation.mail.topics import Topic
from conferral.foundation.runs.models import Run

TRIES_OF_ITS_OWN = 2  # A letter keeps them while the mail server does not answer.


class MessageQuerySet(WaitingQuerySet["Message"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def unsent(self) -> Self:
        """Those that are still to go."""
        return self.filter(sent_at=None, stopped_at=None)

    def in_trouble(self) -> Self:
        """Those that gave up, or were tried in vain for a quarter of an hour."""
        return self.filter(attempts__gte=PATIENCE - TRIES_OF_ITS_OWN)

    def read_by(self, person: Person) -> Self:
        """Those that went to an address that is theirs still."""
        return self.filter(Q(to=person.email) | Q(to__in=confirmed_by(person)))

    def not_held(self) -> Self:
        """All but those of a run that somebody has paused."""
        return self.exclude(run__in=Run.objects.paused())

    def at_good_addresses(self) -> Self:
        """All but those that a bad address keeps back."""
        same = BadAddress.objects.open().filter(organization=OuterRef("organization"))
        return self.exclude(Exists(same.filter(address=OuterRef("to"))))


class Message(Waiting):
    """One e-mail to one person. Its key makes it exist once; by number and address it is known."""

    organization = models.ForeignKey(Organization, models.PROTECT)
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    # Whose it is, wherever it went: addresses come and go. Null: of whom we know an address alone.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    picture = models.CharField(max_length=60, blank=True)  # Of what: drawn when the letter leaves.
    # Of letters that nobody has to get; without one it is always sent.
    topic = models.CharField(max_length=20, choices=[(each, each) for each in Topic], blank=True)
    # It may lead into something: never to an address that somebody else has typed.
    is_for_staff = models.BooleanField(default=False)
    # Of many that somebody wrote at once, and wants to see leave.
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="letters")
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


class BadAddressQuerySet(models.QuerySet["BadAddress"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def open(self) -> Self:
        """Nothing is sent there."""
        return self.filter(mended_at=None)

    def to_mend(self) -> Self:
        """Those of the open ones that somebody should look at."""
        return self.open().filter(set_aside_at=None)


class BadAddress(models.Model):
    """Letters do not arrive there: until somebody mends it, none is sent."""

    organization = models.ForeignKey(Organization, models.PROTECT)
    address = models.EmailField()
    # Whose it was then; nobody's, if it stood in an invitation only.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="bad_addresses"
    )
    status = models.CharField(max_length=11, blank=True)  # RFC 3463: "5.1.1".
    said = models.TextField(blank=True)  # By the other mail server, as it said it.
    since = models.DateTimeField(default=timezone.now)
    set_aside_at = models.DateTimeField(null=True)  # Somebody has seen it; it stays as it is.
    mended_at = models.DateTimeField(null=True)
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    corrected_to = models.EmailField(blank=True)  # Empty: it was right after all.

    objects = BadAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "address"],
                condition=Q(mended_at=None),
                name="one_open_bad_address",
            )
        ]

    def __str__(self) -> str:
        return self.address


class Bounce(models.Model):
    """One report of a mail server about a letter of ours, taken once."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="bounces")
    address = models.EmailField()  # To which the letter went that time.
    kind = models.CharField(max_length=20, choices=[(each, each) for each in Kind])
    status = models.CharField(max_length=11, blank=True)
    said = models.TextField(blank=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the report.

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="bounce_of_address")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


class Wish(models.Model):
    """That somebody wants letters of a topic, or not. Lines are added; the newest counts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="wishes")
    organization = models.ForeignKey(Organization, models.CASCADE)
    topic = models.CharField(max_length=20, choices=[(each, each) for each in Topic])
    is_wanted = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)
    way = models.CharField(max_length=40)  # How it was said: "the letter's own button", say.

    class Meta:
        indexes = [
            models.Index(fields=["person", "organization", "topic", "-id"], name="wish_newest")
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {'wanted' if self.is_wanted else 'not wanted'}"


class Mailbox(models.Model):
    """When the mailbox was last looked into to which letters come back. One row."""

    looked_at = models.DateTimeField()
    problem = models.TextField(blank=True)
    taken = models.PositiveIntegerField(default=0)  # Reports of all looks together.
    unreadable = models.PositiveIntegerField(default=0)  # They stay there, with a flag.

    def __str__(self) -> str:
        return f"looked at {self.looked_at}"
