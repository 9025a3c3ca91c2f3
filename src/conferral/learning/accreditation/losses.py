"""Which courses would lose the label, by a day that comes or without an accreditation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conferral.foundation.accounts.models import Organization
from conferral.learning.accreditation.gate import Outcome
from conferral.learning.accreditation.models import Accreditation
from conferral.learning.accreditation.rulings import Rulings
from conferral.learning.catalog.models import CourseVersion, Site


@dataclass(frozen=True)
class Loss:
    """A course, by its current version, and why. `sites`: where; empty: wherever it is taught."""

    version: CourseVersion
    sites: tuple[str, ...]
    because: str

    def __str__(self) -> str:
        where = f" ({', '.join(self.sites)})" if self.sites else ""
        return f"{self.version.title}{where}"


def after(organization: Organization, last_day: date) -> list[Loss]:
    """What has the label on that day, as far as is known now, and not on the next."""
    next_day = last_day + timedelta(days=1)
    return _lost(organization, Rulings(organization, last_day), Rulings(organization, next_day))


def without(accreditation: Accreditation, today: date) -> list[Loss]:
    """What would lose the label if this accreditation stopped to count now."""
    organization = accreditation.body.organization
    less = Rulings(organization, today, without=[accreditation.pk])
    return _lost(organization, Rulings(organization, today), less)


def covered(accreditation: Accreditation, today: date) -> list[CourseVersion]:
    """The current versions that would be printed with this accreditation today, somewhere."""
    organization = accreditation.body.organization
    rulings, places = Rulings(organization, today), _places(organization)
    return [
        version
        for version in _current(organization)
        if any(rulings.of(version, site).accreditation == accreditation.pk for site in places)
    ]


def counted(lost: Sequence[Loss]) -> str:
    """How many there are, in words; empty: none."""
    if not lost:
        return ""
    return f"{len(lost)} course{'s' if len(lost) > 1 else ''} would lose the label"


def _lost(organization: Organization, before: Rulings, after: Rulings) -> list[Loss]:
    versions, places = _current(organization), _places(organization)
    before.know(versions)
    after.know(versions)
    found = (_loss(version, places, before, after) for version in versions)
    return [loss for loss in found if loss]


def _loss(
    version: CourseVersion, places: list[Site | None], before: Rulings, after: Rulings
) -> Loss | None:
    lost = [
        site
        for site in places
        if before.of(version, site).outcome is Outcome.ACCREDITED
        and after.of(version, site).outcome is not Outcome.ACCREDITED
    ]
    if not lost:
        return None
    sites = () if lost == places else tuple(site.name for site in lost if site)
    return Loss(version, sites, after.of(version, lost[0]).because)


def _current(organization: Organization) -> list[CourseVersion]:
    """The newest approved version of each course."""
    approved = CourseVersion.objects.approved().filter(course__organization=organization)
    newest: dict[int, CourseVersion] = {}
    for version in approved.select_related("course", "certificate_type").order_by("number"):
        newest[version.course_id] = version
    return sorted(newest.values(), key=lambda version: version.course.code)


def _places(organization: Organization) -> list[Site | None]:
    """Every site, and none: not every import says where it was taught."""
    return [None, *Site.objects.filter(organization=organization).order_by("name")]
