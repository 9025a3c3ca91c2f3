"""What is known of many awards at once, in few queries: approval, reviews, accreditation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from conferral.learning.accreditation.gate import Outcome
from conferral.learning.accreditation.rulings import Rulings
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import Standing
from conferral.learning.catalog.models import CourseVersion, Site
from conferral.learning.review.models import Submission


def standings(awards: Sequence[Award], now: datetime) -> list[Standing]:
    """One for each award, in their order, as it is known at this moment.

    Every award's enrolment has one and the same version object afterwards, read afresh.
    """
    desk = _read(awards, now)
    for award in awards:
        award.enrolment.version = desk.versions[award.enrolment.version_id]
    return [desk.standing(award) for award in awards]


class _Alike(NamedTuple):
    """In what awards of a batch differ: most of them in nothing."""

    version: int
    site: int | None
    completed_on: date
    is_moderated: bool
    is_released: bool
    kept_back_because: str
    is_specimen: bool


@dataclass(frozen=True)
class _Desk:
    """What is the same for many awards of a batch."""

    now: datetime
    versions: Mapping[int, CourseVersion]
    sites: Mapping[int, Site]
    reviews_due: Mapping[int, date]  # By version.
    rulings: dict[int, Rulings] = field(default_factory=dict)  # By organization.
    known: dict[_Alike, Standing] = field(default_factory=dict)

    def standing(self, award: Award) -> Standing:
        """The same object for all awards that stand alike."""
        enrolment = award.enrolment
        alike = _Alike(
            enrolment.version_id,
            enrolment.site_id,
            award.completed_on,
            is_moderated=award.moderated_at is not None,
            is_released=award.released_at is not None,
            kept_back_because=award.held_because,
            is_specimen=award.is_specimen,
        )
        if alike not in self.known:
            self.known[alike] = self._standing(enrolment.version, alike)
        return self.known[alike]

    def _standing(self, version: CourseVersion, alike: _Alike) -> Standing:
        wanted = version.certificate_type
        return Standing(
            completed_on=alike.completed_on,
            approved_on=_day(version.approved_at, version) if version.is_approved else None,
            withdrawn_on=_day(version.withdrawn_at, version),
            review_due_on=self.reviews_due.get(version.pk),
            moderation_percent=wanted.moderation_percent if wanted else None,
            is_moderated=alike.is_moderated,
            held_because=self._held_because(version, alike.site),
            released_by=wanted.released_by if wanted else "",
            is_released=alike.is_released,
            kept_back_because=alike.kept_back_because,
            is_specimen=alike.is_specimen,
            promise=timedelta(days=version.course.organization.issues_within_days),
        )

    def _held_because(self, version: CourseVersion, site: int | None) -> str:
        organization = version.course.organization
        if organization.pk not in self.rulings:
            today = self.now.astimezone(organization.zone).date()
            self.rulings[organization.pk] = Rulings(organization, today)
        ruling = self.rulings[organization.pk].of(version, self.sites[site] if site else None)
        return ruling.for_staff if ruling.outcome is Outcome.HELD else ""


def _read(awards: Sequence[Award], now: datetime) -> _Desk:
    versions = _lock_versions({award.enrolment.version_id for award in awards})
    places = {award.enrolment.site_id for award in awards} - {None}
    unapproved = [version.pk for version in versions.values() if not version.is_approved]
    return _Desk(
        now=now,
        versions=versions,
        sites=Site.objects.in_bulk(places) if places else {},
        reviews_due=_reviews_due(unapproved) if unapproved else {},
    )


def _lock_versions(keys: set[int]) -> dict[int, CourseVersion]:
    """Whoever wants to take an approval back waits until we have committed."""
    related = CourseVersion.objects.select_related("course__organization", "certificate_type")
    # Everybody locks in the same order; who enrols somebody need not wait (no_key).
    locked = related.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {version.pk: version for version in locked.filter(pk__in=keys)}


def _reviews_due(versions: Sequence[int]) -> Mapping[int, date]:
    reviews = Submission.objects.open().filter(version__in=versions)
    return dict(reviews.values_list("version_id", "due_on"))


def _day(moment: datetime | None, version: CourseVersion) -> date | None:
    return moment.astimezone(version.course.organization.zone).date() if moment else None
