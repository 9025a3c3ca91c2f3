"""Frameworks that an organization has brought in, to align its courses with."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferral.foundation.accounts.models import Organization
from conferral.learning.frameworks import items


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def taken_in(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def counted(self) -> Self:
        return self.annotate(items_counted=models.Count("items"))


class Framework(models.Model):
    """A file of places to point at. Until it is confirmed it is a preview."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="frameworks")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=items.URL, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    problems = models.JSONField(default=list)  # Sentences, as in items.Reading.
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)

    objects = FrameworkQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def places(self) -> int:
        """How many places it has. Lists have counted them already (`counted`)."""
        return getattr(self, "items_counted", None) or self.items.count()


class FrameworkItemQuerySet(models.QuerySet["FrameworkItem"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(
            framework__organization=organization, framework__confirmed_at__isnull=False
        )

    def about(self, words: str) -> Self:
        """Those in whose name, code or description every word stands."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(
                Q(name__icontains=word) | Q(code__icontains=word) | Q(description__icontains=word)
            )
        return found


class FrameworkItem(models.Model):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=items.NAME)
    url = models.URLField(max_length=items.URL)
    code = models.CharField(max_length=items.CODE, blank=True)
    description = models.TextField(blank=True)
    type = models.CharField(max_length=60, blank=True)

    objects = FrameworkItemQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "url"], name="one_item_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def alignment(self) -> dict[str, str]:
        """What a course says that aligns with it: the words of `catalog.syllabus.Place`."""
        return {
            "name": self.name,
            "url": self.url,
            "code": self.code,
            "framework": self.framework.title,
            "description": self.description,
            "type": self.type,
        }
