"""What a criterion may refer to besides its own modules: the organization's other courses."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Surroundings
from conferral.learning.catalog.models import Course, CourseVersion, CourseVersionQuerySet
from conferral.learning.catalog.syllabus import Syllabus


def course_titles(course: Course) -> Mapping[str, str]:
    """Titles of all courses of the organization by their codes; those of the newest versions."""
    newest = _versions(course).order_by("number")
    return dict(newest.values_list("course__code", "title"))


def surroundings_of(course: Course, syllabus: Syllabus) -> Surroundings:
    """For criteria.problems_of: the hours of all sessions, and which course asks for which."""
    hours = [module.hours for module in syllabus.modules if module.kind == "session"]
    known = [each for each in hours if each is not None]
    return Surroundings(
        course=course.code,
        session_hours=sum(known, Decimal()) if known and len(known) == len(hours) else None,
        asks_for=_asked(course),
    )


def _asked(course: Course) -> Mapping[str, frozenset[str]]:
    """By what the newest version of each other course says."""
    asked: dict[str, frozenset[str]] = defaultdict(frozenset)
    others = _versions(course).exclude(course=course).order_by("number")
    for code, criterion in others.values_list("course__code", "criterion_json"):
        asked[code] = criteria.courses_of(criteria.from_json(criterion))
    return asked


def _versions(course: Course) -> CourseVersionQuerySet:
    return CourseVersion.objects.filter(course__organization=course.organization_id)
