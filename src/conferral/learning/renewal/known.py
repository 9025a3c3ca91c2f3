"""What is known of many renewals at once, in few queries: refreshers, points, exams, judgements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from conferral.foundation.accounts.models import Organization
from conferral.learning.awards.models import Award
from conferral.learning.renewal.deciding import Decision, Known, Path, Way, decide
from conferral.learning.renewal.models import Activity, Renewal, Rule, paths_of

_Completed = Mapping[tuple[int, int], Mapping[str, list[date]]]
_Points = Mapping[tuple[int, int], list[tuple[date, Decimal]]]


def known_of(renewals: Sequence[Renewal]) -> dict[int, Known]:
    """By the key of the renewal. Each with its award, enrolment, version, course, organization."""
    completed, points = _completed(renewals), _points(renewals)
    exams = _exams(renewals)
    return {each.pk: _known(each, completed, points, exams) for each in renewals}


def decided(renewals: Sequence[Renewal]) -> Iterator[tuple[Renewal, Decision]]:
    """Each with what is decided of it now. What they need, see `known_of`."""
    known = known_of(renewals)
    courses = {each.pk: each.award.enrolment.version.course_id for each in renewals}
    paths = paths_by_course(courses.values())
    for each in renewals:
        # Who takes the whole course again has passed its exam, too, whatever paths are named.
        named = paths.get(courses[each.pk], ())
        exam = () if _has_exam(named) or known[each.pk].passed_on is None else (Path(Way.EXAM),)
        yield each, decide((*exam, *named), each.window, known[each.pk])


def still_done(renewals: Sequence[Renewal]) -> list[bool]:
    """Of each that was renewed: can it be seen that its path was gone to its end? Whatever the
    rule asks for by now."""
    known = known_of(renewals)
    return [_is_seen(each, known[each.pk]) for each in renewals]


def paths_by_course(courses: Iterable[int]) -> dict[int, tuple[Path, ...]]:
    """By the key of the course."""
    rules = Rule.objects.filter(course__in=set(courses)).prefetch_related("refreshers")
    return {rule.course_id: paths_of(rule) for rule in rules}


def edges(organization: Organization) -> dict[str, set[str]]:
    """Which courses are renewed by which: codes by code."""
    rules = Rule.objects.filter(course__organization=organization, refreshers__isnull=False)
    found: dict[str, set[str]] = defaultdict(set)
    for course, refresher in rules.values_list("course__code", "refreshers__code"):
        found[course].add(refresher)
    return dict(found)


def _has_exam(paths: Iterable[Path]) -> bool:
    return any(path.way is Way.EXAM for path in paths)


def _is_seen(renewal: Renewal, known: Known) -> bool:
    match Way(renewal.way):
        case Way.EXAM:
            return known.passed_on is not None
        case Way.REFRESHER:
            return any(renewal.renewed_on in days for days in known.completed.values())
        case Way.POINTS:
            return any(day <= renewal.closes_on for day, _ in known.points)
        case Way.RECOGNITION:
            return known.recognized_on is not None


def _known(
    renewal: Renewal, completed: _Completed, points: _Points, exams: Mapping[int, date]
) -> Known:
    award, organization = renewal.award, renewal.award.enrolment.version.course.organization
    whose = award.enrolment.person_id, organization.pk
    first_day = (award.issued_at or award.earned_at).astimezone(organization.zone).date()
    return Known(
        counts_since=renewal.points_since or first_day,
        completed=completed.get(whose, {}),
        points=points.get(whose, ()),
        recognized_on=renewal.recognized_on,
        passed_on=exams.get(renewal.enrolment_id),
    )


def _completed(renewals: Sequence[Renewal]) -> _Completed:
    """What was certified: a refresher renews when its own certificate was issued, and stands.

    By person and organization: the days, by the course's code.
    """
    people = {each.award.enrolment.person_id for each in renewals}
    certified = Award.objects.filter(
        enrolment__person__in=people, issued_at__isnull=False, ended_at=None, is_specimen=False
    )
    found: dict[tuple[int, int], dict[str, list[date]]] = {}
    course = "enrolment__version__course__"
    columns = ("enrolment__person", f"{course}organization", f"{course}code", "completed_on")
    for person, organization, code, day in certified.values_list(*columns):
        found.setdefault((person, organization), {}).setdefault(code, []).append(day)
    return found


def _points(renewals: Sequence[Renewal]) -> _Points:
    people = {each.award.enrolment.person_id for each in renewals}
    found: dict[tuple[int, int], list[tuple[date, Decimal]]] = defaultdict(list)
    entered = Activity.objects.filter(person__in=people)
    for person, organization, day, points in entered.values_list(
        "person", "organization", "day", "points"
    ):
        found[person, organization].append((day, points))
    return found


def _exams(renewals: Sequence[Renewal]) -> dict[int, date]:
    """By enrolment: when what the course itself asks was done once more."""
    again = Award.objects.filter(enrolment__in=[each.enrolment_id for each in renewals])
    return dict(again.values_list("enrolment", "completed_on"))
