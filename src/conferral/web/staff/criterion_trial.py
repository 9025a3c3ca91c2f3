"""What a criterion would mean for learners who are known already, before anybody relies on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from conferral.learning.catalog.criteria import Comparison, Criterion, Decision, Titles
from conferral.learning.catalog.models import Course, CourseVersion, CourseVersionQuerySet
from conferral.learning.progress.facts import try_on, what_if
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet

_FOUND = 10
_CHUNK = 500
CHANGES_HEADER = ("Change", "Learner", "E-mail", "Has a certificate already")


@dataclass(frozen=True)
class Trial:
    """Learners found by name or e-mail; the decision for one of them when it is clear which."""

    sought: str
    found: tuple[Enrolment, ...]
    learner: Enrolment | None = None
    decision: Decision | None = None

    @property
    def is_cut(self) -> bool:
        """There may be more of that name."""
        return len(self.found) == _FOUND


@dataclass(frozen=True)
class Shift:
    """A learner for whom it would make a difference."""

    gains: bool
    enrolment: Enrolment

    @property
    def row(self) -> tuple[str, ...]:
        person = self.enrolment.person
        has = "yes" if hasattr(self.enrolment, "award") else "no"
        return "gains" if self.gains else "loses", person.printed_name, person.email or "", has


@dataclass(frozen=True)
class Changes:
    """Against what the version asks for now, for everybody in it."""

    version: CourseVersion
    comparison: Comparison[int]

    @cached_property
    def keys(self) -> tuple[tuple[bool, int], ...]:
        """Who loses comes first: that is what somebody has to know."""
        lose = tuple((False, pk) for pk in self.comparison.lose)
        return lose + tuple((True, pk) for pk in self.comparison.gain)


def try_it(
    course: Course, criterion: Criterion | None, titles: Titles, *, sought: str, chosen: str
) -> Trial:
    """Look for a learner of the course; decide for the chosen one, or for the only one found."""
    found = tuple(_learners(course, sought)[:_FOUND]) if sought.strip() else ()
    learner = next((each for each in found if str(each.pk) == chosen), None)
    learner = learner or (found[0] if len(found) == 1 else None)
    decision = try_on(criterion, learner, titles) if criterion and learner else None
    return Trial(sought.strip(), found, learner, decision)


def compared_with(draft: CourseVersion, number: str = "") -> CourseVersion | None:
    """The version whose learners are looked at: the asked one, or the newest that has any."""
    having = versions_with_learners(draft)
    asked = [each for each in having if str(each.number) == number]
    approved = [each for each in having if each.is_approved]
    return next(iter(asked or approved or having), None)


def versions_with_learners(draft: CourseVersion) -> CourseVersionQuerySet:
    """Newest first."""
    versions = draft.course.versions.select_related("course__organization")
    return versions.filter(enrolments__isnull=False).distinct().order_by("-number")


def changes(version: CourseVersion, criterion: Criterion) -> Changes:
    return Changes(version, what_if(version, criterion))


def shifts(keys: Sequence[tuple[bool, int]]) -> Iterator[Shift]:
    """The people behind the keys of some Changes, in their order."""
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        related = Enrolment.objects.select_related("person", "award")
        known = related.in_bulk([pk for _, pk in some])
        yield from (Shift(gains, known[pk]) for gains, pk in some if pk in known)


def _learners(course: Course, sought: str) -> EnrolmentQuerySet:
    words = sought.split()[:5]
    of_course = Enrolment.objects.filter(version__course=course)
    for word in words:
        of_course = of_course.filter(
            Q(person__printed_name__icontains=word) | Q(person__email__icontains=word)
        )
    related = "person", "version__course__organization"
    return of_course.select_related(*related).order_by("person__printed_name", "-version__number")
