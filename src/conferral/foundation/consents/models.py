"""Who agreed to what, in which words, when and how; and when it was withdrawn."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from conferral.foundation.accounts.models import Person
from conferral.foundation.consents.wording import Purpose


class ConsentText(models.Model):
    """The words as people read them. Never changed, never deleted."""

    purpose = models.CharField(max_length=20, choices=[(each, each) for each in Purpose])
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12, default="en")
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "number", "language"], name="one_consent_text_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, text {self.number}"


class GuardianQuerySet(models.QuerySet["Guardian"]):
    def of(self, person: Person, today: date) -> "Guardian | None":
        """Who consents for that person on that day; None: the person does."""
        named = self.filter(person=person).order_by("-pk").first()
        return named if named and named.of_age_on > today else None


class Guardian(models.Model):
    """Who consents for somebody under age. No date of birth is kept, only when that is over."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="guardians")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=60)  # "mother", "foster home".
    of_age_on = models.DateField()  # From this day on the person consents.
    named_at = models.DateTimeField(auto_now_add=True)

    objects = GuardianQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ConsentQuerySet(models.QuerySet["Consent"]):
    def newest(self) -> Self:
        """What holds now: of each person and purpose the last that was said."""
        same = Consent.objects.filter(person=OuterRef("person"), purpose=OuterRef("purpose"))
        return self.filter(pk=Subquery(same.order_by("-pk").values("pk")[:1]))

    def ending(self, last_day: date) -> Self:
        """What holds now, and does not hold longer than that."""
        return self.newest().filter(is_given=True, until__lte=last_day)


class Consent(models.Model):
    """One yes, or one withdrawal. Lines are added and never changed; the newest counts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=[(each, each) for each in Purpose])
    is_given = models.BooleanField()
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    way = models.CharField(max_length=40)  # How it was said: "own page, by a link", say.
    until = models.DateField(null=True)  # The last day on which a yes holds; null: withdrawn only.
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="said")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "-id"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.purpose}: {'given' if self.is_given else 'withdrawn'}"

    def holds(self, today: date) -> bool:
        return self.is_given and (self.until is None or today <= self.until)
