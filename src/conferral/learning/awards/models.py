"""Who has earned what, what keeps it from being issued, and what was reported too late for it."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.foundation.brakes.models import Batch
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog.models import Change
from conferral.learning.progress.models import Enrolment


class AwardQuerySet(WaitingQuerySet["Award"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(enrolment__version__course__organization=organization)

    def free(self) -> Self:
        """Those that nothing keeps from being issued."""
        return self.unissued().filter(waits_for=WaitsFor.NOTHING)

    def unissued(self) -> Self:
        """Those of which a certificate is still to come."""
        return self.filter(issued_at=None, rejected_at=None)

    def kept_waiting(self) -> Self:
        return self.unissued().exclude(waits_for=WaitsFor.NOTHING)

    def unsettled(self) -> Self:
        """Those at which nobody has looked since something changed that they rest on."""
        changed = Q(enrolment__version__course__organization__change__number__gt=F("settled_under"))
        return self.unissued().filter(Q(settled_under=None) | changed)

    def perhaps_unsettled(self) -> Self:
        """The same and some more, found by an index: older than anybody's newest change."""
        newest = Change.objects.order_by("-number").values("number")[:1]
        return self.unissued().filter(Q(settled_under=None) | Q(settled_under__lt=newest))

    def late(self, today: date, promise: timedelta) -> Self:
        """Those past their promise; what has no date is late when it is as old as a promise."""
        dateless = Q(due_on=None, completed_on__lt=today - promise)
        return self.unissued().filter(Q(due_on__lt=today) | dateless)


class Award(Waiting):
    """The decision that an enrolment met its criterion. A credential states it to others."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT)
    earned_at = models.DateTimeField()
    completed_on = models.DateField()  # In the organization's zone.
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # Percent.
    is_specimen = models.BooleanField(default=False)
    issued_at = models.DateTimeField(null=True)  # None: waits for its credential.
    waits_for = models.CharField(
        max_length=20,
        choices=[(what, what) for what in WaitsFor],
        default=WaitsFor.NOTHING,
        blank=True,
    )
    waits_because = models.TextField(blank=True)  # In words, for staff.
    settled_at = models.DateTimeField(null=True)  # When somebody last looked whether it may go.
    settled_under = models.PositiveBigIntegerField(null=True)  # The catalog's Change by then.
    due_on = models.DateField(null=True)  # The promise: issued by this day. None: not known yet.
    moderated_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)  # Moderators did not uphold it: none is issued.
    rejected_because = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)  # Somebody keeps it back until they let it go.
    held_because = models.CharField(max_length=200, blank=True)  # In their words, for staff.
    batch = models.ForeignKey(  # In which it was held, or let go, because they were so many.
        Batch, models.PROTECT, null=True, related_name="awards"
    )
    told_at = models.DateTimeField(null=True)  # The learner was told that it must wait.
    valid_until = models.DateTimeField(null=True)  # Of its credential.
    ended_at = models.DateTimeField(null=True)  # Its credential was revoked, or is suspended.

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(held_at=None, rejected_at=None, waits_for=""),
                name="issued_award_waits_for_nothing",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None, held_because="")
                | (Q(held_at__isnull=False) & ~Q(held_because="")),
                name="held_award_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(issued_at=None),
                name="award_unissued",
            ),
            models.Index(
                fields=["settled_under"],
                condition=Q(issued_at=None),
                name="award_settled",
            ),
            models.Index(
                fields=["waits_for"],
                condition=Q(issued_at=None),
                name="award_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment)


class HindsightQuerySet(models.QuerySet["Hindsight"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(award__enrolment__version__course__organization=organization)

    def open(self) -> Self:
        """Those about which nobody has said that the certificate stays as it is."""
        return self.filter(left_at=None)


class Hindsight(models.Model):
    """What an award would say, had everything been known that was reported since."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="hindsight")
    completed_on = models.DateField()  # In the organization's zone.
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # Percent.
    known_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)  # Somebody lets the certificate say what it says.
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    left_because = models.CharField(max_length=200, blank=True)

    objects = HindsightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None, left_because="")
                | (Q(left_at__isnull=False, left_by__isnull=False) & ~Q(left_because="")),
                name="hindsight_left_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}: completed on {self.completed_on}"
