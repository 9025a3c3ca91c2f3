"""Who has earned what."""

from django.db import models

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.learning.progress.models import Enrolment


class AwardQuerySet(WaitingQuerySet["Award"]):
    def of(self, organization: Organization) -> "AwardQuerySet":
        return self.filter(enrolment__version__course__organization=organization)


class Award(Waiting):
    """The decision that an enrolment met its criterion. A credential states it to others."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT)
    earned_at = models.DateTimeField()
    completed_on = models.DateField()  # In the organization's zone.
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # Percent.
    is_specimen = models.BooleanField(default=False)
    issued_at = models.DateTimeField(null=True)  # None: waits for its credential.

    objects = AwardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(issued_at=None),
                name="award_unissued",
            )
        ]

    def __str__(self) -> str:
        return str(self.enrolment)
