"""Who is waiting for a certificate of another course is looked at again when it has come."""

from collections import defaultdict
from collections.abc import Iterable

from conferral.learning.catalog import criteria
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.progress.models import Enrolment


def look_again(certified: Iterable[Enrolment]) -> None:
    """`certified`: enrolments for which a certificate has just been issued."""
    holders: defaultdict[Course, set[int]] = defaultdict(set)
    for enrolment in certified:
        holders[enrolment.version.course].add(enrolment.person_id)
    for course, people in holders.items():
        waiting = Enrolment.objects.filter(
            person__in=people, award=None, version__course__organization=course.organization_id
        )
        asking = _asking_for(course, set(waiting.values_list("version", flat=True)))
        if asking:
            waiting.filter(version__in=asking).update(evaluated_at=None)


def _asking_for(course: Course, versions: set[int]) -> list[CourseVersion]:
    return [
        version
        for version in CourseVersion.objects.in_bulk(versions).values()
        if course.code in criteria.courses_of(version.criterion)
    ]
