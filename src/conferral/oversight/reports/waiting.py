"""Awards that are not issued yet: which, why, since when, and how many are late."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from conferral.foundation.accounts.models import Organization
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import WaitsFor


@dataclass(frozen=True)
class Wanted:
    """Which awards to look at. Empty: all; `waits_for` None: whatever they wait for."""

    waits_for: WaitsFor | None = None
    course: str = ""  # Its code.
    only_late: bool = False


@dataclass(frozen=True)
class Reason:
    """How many wait for one thing."""

    waits_for: WaitsFor
    count: int
    late: int

    @property
    def name(self) -> str:
        return name_of(self.waits_for)

    @property
    def words(self) -> str:
        """What stands under their number, whatever that is."""
        match self.waits_for:
            case WaitsFor.NOTHING:
                return "on the way"
            case WaitsFor.HOLD:
                return "held"
        return f"waiting for {self.name}"


def name_of(waits_for: WaitsFor) -> str:
    """A word for each, also for what nothing holds up any more."""
    return waits_for or "on its way"


def waiting(organization: Organization, today: date, wanted: Wanted = Wanted()) -> AwardQuerySet:
    """The oldest promise first; what has no date at the end."""
    awards = Award.objects.of(organization).unissued()
    if wanted.only_late:
        awards = awards.late(today, timedelta(days=organization.issues_within_days))
    if wanted.waits_for is not None:
        awards = awards.filter(waits_for=wanted.waits_for)
    if wanted.course:
        awards = awards.filter(enrolment__version__course__code=wanted.course)
    related = ("enrolment__person", "enrolment__version__course")
    return awards.select_related(*related).order_by(F("due_on").asc(nulls_last=True), "pk")


def reasons(organization: Organization, today: date) -> list[Reason]:
    """Counted, in the order in which an award comes to them; those that hold up nobody left out."""
    late = Award.objects.late(today, timedelta(days=organization.issues_within_days))
    counted = (
        Award.objects.of(organization)
        .unissued()
        .values_list("waits_for")
        .annotate(count=Count("pk"), late=Count("pk", Q(pk__in=late.values("pk"))))
    )
    found = {waits_for: (count, late) for waits_for, count, late in counted}
    return [Reason(each, *found[each]) for each in WaitsFor if each in found]
