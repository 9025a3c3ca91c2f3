"""Who has earned what."""

from enum import StrEnum

from django.db import models

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.learning.progress.models import Enrolment


class WaitsFor(StrEnum):
    """What keeps an earned award from being issued; the first that applies."""

    NOTHING = ""
    APPROVAL = "approval"
    MODERATION = "moderation"
    ACCREDITATION = "accreditation"
    RELEASE = "release"


class AwardQuerySet(WaitingQuerySet["Award"]):
    def of(self, organization: Organization) -> "AwardQuerySet":
        return self.filter(enrolment__version__course__organization=organization)

    def free(self) -> "AwardQuerySet":
        """Those that nothing keeps from being issued."""
        return self.filter(issued_at=None, waits_for=WaitsFor.NOTHING)


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
    due_on = models.DateField(null=True)  # The promise: issued by this day.
    released_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)  # Of its credential.
    ended_at = models.DateTimeField(null=True)  # Its credential was revoked.

    objects = AwardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(issued_at=None),
                name="award_unissued",
            ),
            models.Index(
                fields=["waits_for"],
                condition=models.Q(issued_at=None),
                name="award_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment)
