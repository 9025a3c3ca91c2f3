"""Which questions the standards of accrediting bodies add to the checklists of a version."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from conferral.foundation.accounts.roles import Role
from conferral.learning.accreditation.models import Accreditation, Area, Body, Standard
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review.checklists import Question


def questions(version: CourseVersion, role: Role) -> tuple[Question, ...]:
    """Of every body that vouches for the course, or must vouch for its type of certificate."""
    standards = Standard.objects.filter(body__in=_bodies(version)).order_by("body", "area", "pk")
    return tuple(
        Question(line, f"{standard.body}: {standard}"[:260])
        for standard in standards.select_related("body")
        if _reader_of(standard.area, version) == role
        for line in standard.lines
    )


def _reader_of(area: str, version: CourseVersion) -> Role:
    match area:
        case Area.CONTENT:
            return Role.EXPERT
        case Area.INSTRUCTORS if _officer_is_asked(version):
            return Role.OFFICER
    return Role.TRAINER


def _officer_is_asked(version: CourseVersion) -> bool:
    return bool(version.certificate_type and version.certificate_type.needs_accreditation)


def _bodies(version: CourseVersion) -> QuerySet[Body]:
    organization = version.course.organization
    today = timezone.localdate(timezone=organization.zone)
    scope = Q(courses=version.course) | Q(versions=version) | Q(courses=None, versions=None)
    vouching = Accreditation.objects.of(organization).in_force(today).filter(scope)
    concerned = Q(accreditations__in=vouching)
    if version.certificate_type:  # None would ask for bodies that nothing requires.
        concerned |= Q(requirements__certificate_type=version.certificate_type)
    return Body.objects.filter(concerned).distinct()
