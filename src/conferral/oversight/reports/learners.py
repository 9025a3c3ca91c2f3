"""How far learners are: each by themselves, and together with those who began with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from conferral.foundation.accounts.models import Organization
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet

STANDS: Mapping[str, Q] = {
    "learning": Q(award=None),
    "earned": Q(award__isnull=False, award__issued_at=None, award__rejected_at=None),
    "certified": Q(award__issued_at__isnull=False),
    "not upheld": Q(award__rejected_at__isnull=False),
}
"""How far somebody is in a course, and which enrolments are so."""


@dataclass(frozen=True)
class Cohort:
    """How many enrolments bear the label, and how far they are."""

    name: str
    enrolments: int
    courses: int
    learning: int
    earned: int
    certified: int
    not_upheld: int

    @property
    def percent(self) -> int:
        """Of them, certified; rounded down, so that 100 means all."""
        return 100 * self.certified // self.enrolments if self.enrolments else 0


def enrolled(organization: Organization) -> EnrolmentQuerySet:
    """Everybody who was not forgotten."""
    return Enrolment.objects.of(organization).filter(person__email__isnull=False)


def cohorts(organization: Organization, name: str = "") -> list[Cohort]:
    """All of them, or the one of that name, in one query; those without a label are in none."""
    labelled = enrolled(organization).exclude(cohort="")
    wanted = labelled.filter(cohort=name) if name else labelled
    counted = wanted.values_list("cohort").annotate(
        enrolments=Count("pk"),
        courses=Count("version__course", distinct=True),
        learning=Count("pk", filter=STANDS["learning"]),
        earned=Count("pk", filter=STANDS["earned"]),
        certified=Count("pk", filter=STANDS["certified"]),
        not_upheld=Count("pk", filter=STANDS["not upheld"]),
    )
    return [Cohort(*each) for each in counted.order_by("cohort")]


def cohort_names(organization: Organization) -> list[str]:
    labelled = enrolled(organization).exclude(cohort="")
    return list(labelled.values_list("cohort", flat=True).distinct().order_by("cohort"))


def stands(enrolment: Enrolment) -> str:
    """The word for it, one of STANDS."""
    award = getattr(enrolment, "award", None)
    if award is None:
        return "learning"
    if award.rejected_at:
        return "not upheld"
    return "certified" if award.issued_at else "earned"
