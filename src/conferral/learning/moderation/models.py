"""Rounds of moderation: whose results, which of them were drawn, and what moderators said."""

from datetime import date
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization
from conferral.learning.accreditation.models import Document
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion


class Stage(StrEnum):
    """Who looks, in this order; the second only where the certificate type asks for it."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Outcome(StrEnum):
    OPEN = ""
    UPHELD = "upheld"
    NOT_UPHELD = "not upheld"


class Seed(models.Model):
    """What the next draw of a version will be made with. Nobody is shown it before."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="moderation_seeds")
    value = models.CharField(max_length=64)  # In hex.
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(used_at=None), name="one_unused_seed_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"Seed {self.pk} of {self.version}"


class ModerationRoundQuerySet(models.QuerySet["ModerationRound"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(version__course__organization=organization)

    def open(self) -> Self:
        return self.filter(outcome=Outcome.OPEN)

    def refused(self) -> Self:
        """Those that were not upheld, and of which somebody still has to say what becomes."""
        held = Entrant.objects.live().values("round")
        return self.filter(outcome=Outcome.NOT_UPHELD, pk__in=held)


class ModerationRound(models.Model):
    """The results of one version that waited on one day, and a sample of them."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="moderation_rounds")
    number = models.PositiveIntegerField()
    seed = models.OneToOneField(Seed, models.PROTECT, related_name="round")
    percent = models.PositiveSmallIntegerField()
    is_external = models.BooleanField(default=False)  # Does an external moderator look, too?
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(  # None: it was time.
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()  # Of the stage that runs.
    internal_moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    external_moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    internally_upheld_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=20,
        choices=[(outcome, outcome) for outcome in Outcome],
        default=Outcome.OPEN,
        blank=True,
    )
    because = models.TextField(blank=True)  # What who concluded it wrote.

    objects = ModerationRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_round_per_number")
        ]

    def __str__(self) -> str:
        return f"Moderation {self.number} of {self.version}"

    @property
    def stage(self) -> Stage:
        """The one that runs, or ran last."""
        return Stage.EXTERNAL if self.internally_upheld_at and self.is_external else Stage.INTERNAL

    @property
    def is_last_stage(self) -> bool:
        return self.stage is Stage.EXTERNAL or not self.is_external

    def is_overdue(self, on: date) -> bool:
        return self.outcome == Outcome.OPEN and self.due_on < on


class EntrantQuerySet(models.QuerySet["Entrant"]):
    def live(self) -> Self:
        """Those whose results still depend on their round."""
        return self.filter(left_at=None)

    def drawn(self) -> Self:
        return self.filter(place__isnull=False).order_by("place")


class Entrant(models.Model):
    """A result that takes part in a round; with a place, it was drawn."""

    round = models.ForeignKey(ModerationRound, models.PROTECT, related_name="entrants")
    award = models.ForeignKey(  # None: its learner was erased.
        Award, models.SET_NULL, null=True, related_name="moderations"
    )
    name = models.CharField(max_length=60)  # In the draw: "awards.Award:17".
    place = models.PositiveIntegerField(null=True)  # In the sample, from 1.
    left_at = models.DateTimeField(null=True)  # Upheld, rejected, or gone into another round.

    objects = EntrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="enters_a_round_once"),
            models.UniqueConstraint(fields=["round", "place"], name="one_entrant_per_place"),
            models.UniqueConstraint(
                fields=["award"], condition=Q(left_at=None), name="in_one_round_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.round}"


class Opinion(models.Model):
    """What a moderator of one stage says of one result. It is theirs until the stage ends."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="opinions")
    stage = models.CharField(max_length=20, choices=[(stage, stage) for stage in Stage])
    outcome = models.CharField(
        max_length=20, choices=[(each, each) for each in (Outcome.UPHELD, Outcome.NOT_UPHELD)]
    )
    remark = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="moderation_opinions"
    )
    signed_as = models.CharField(max_length=200, blank=True)  # Their name on that day.
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entrant", "stage"], name="one_opinion_per_stage")
        ]

    def __str__(self) -> str:
        return f"{self.entrant}: {self.outcome} ({self.stage})"
