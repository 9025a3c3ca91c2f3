"""What is known of many awards at once, in few queries: approval, reviews, accreditation."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import Standing
from conferral.learning.catalog.models import CourseVersion


def standings(awards: Sequence[Award], now: datetime) -> list[Standing]:
    """One for each award, in their order, as it is known at this moment.

    Every award's enrolment has one and the same version object afterwards, read afresh.
    """
    versions = _read_versions(awards)
    for award in awards:
        award.enrolment.version = versions[award.enrolment.version_id]
    due = _reviews_due([version for version in versions.values() if not version.is_approved])
    return [_standing(award, due) for award in awards]


def _read_versions(awards: Sequence[Award]) -> Mapping[int, CourseVersion]:
    related = CourseVersion.objects.select_related("course__organization", "certificate_type")
    return related.in_bulk({award.enrolment.version_id for award in awards})


def _reviews_due(versions: Sequence[CourseVersion]) -> Mapping[int, date]:
    return {}


def _standing(award: Award, due: Mapping[int, date]) -> Standing:
    version = award.enrolment.version
    wanted = version.certificate_type
    return Standing(
        completed_on=award.completed_on,
        approved_on=_day(version.approved_at, version) if version.is_approved else None,
        withdrawn_on=_day(version.withdrawn_at, version),
        review_due_on=due.get(version.pk),
        moderation_percent=wanted.moderation_percent if wanted else None,
        is_moderated=award.moderated_at is not None,
        released_by=wanted.released_by if wanted else "",
        is_released=award.released_at is not None,
    )


def _day(moment: datetime | None, version: CourseVersion) -> date | None:
    return moment.astimezone(version.course.organization.zone).date() if moment else None
