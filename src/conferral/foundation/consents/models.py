"""Who agreed to what, in which words, when and how; and when it was withdrawn."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

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


class ConsentQuerySet(models.QuerySet["Consent"]):
    def newest(self) -> "ConsentQuerySet":
        """What holds now: of each person and purpose the last that was said."""
        same = Consent.objects.filter(person=OuterRef("person"), purpose=OuterRef("purpose"))
        return self.filter(pk=Subquery(same.order_by("-pk").values("pk")[:1]))


class Consent(models.Model):
    """One yes, or one withdrawal. Lines are added and never changed; the newest counts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=[(each, each) for each in Purpose])
    is_given = models.BooleanField()
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    way = models.CharField(max_length=40)  # How it was said: "own page, by a link", say.

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "-id"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.purpose}: {'given' if self.is_given else 'withdrawn'}"
