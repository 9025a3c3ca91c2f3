"""Which body vouches for which course, under which number, and for how long."""

from datetime import date

from django.db import models
from django.db.models import Q

from conferral.learning.catalog.models import Course


class Body(models.Model):
    """An accrediting body: government, industry or profession."""

    name = models.CharField(max_length=200)
    url = models.URLField()
    logo_svg = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class AccreditationQuerySet(models.QuerySet["Accreditation"]):
    def in_force(self, on: date) -> "AccreditationQuerySet":
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)


class Accreditation(models.Model):
    body = models.ForeignKey(Body, models.PROTECT)
    course = models.ForeignKey(Course, models.CASCADE, related_name="accreditations")
    number = models.CharField(max_length=60)
    statement = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="accreditation_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"
