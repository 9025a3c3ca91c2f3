"""What organizations say in letters instead of what we say; every version of it is kept."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from conferral.foundation.accounts.models import Organization
from conferral.foundation.letters.words import Words


class OwnWordsQuerySet(models.QuerySet["OwnWords"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def newest(self) -> Self:
        """What counts now: of each kind and language the last version."""
        same = OwnWords.objects.filter(
            organization=OuterRef("organization"),
            kind=OuterRef("kind"),
            language=OuterRef("language"),
        )
        return self.filter(pk=Subquery(same.order_by("-pk").values("pk")[:1]))


class OwnWords(models.Model):
    """One version. Rows are added and never changed; the newest counts."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="own_words")
    kind = models.CharField(max_length=40)  # The code of a LetterKind.
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    heading = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    is_ours = models.BooleanField(default=False)  # They went back to what we say.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = OwnWordsQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "kind", "language", "-id"], name="own_words_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}) of {self.organization_id}"

    @property
    def words(self) -> Words:
        return Words(self.subject, self.heading, self.body)
