"""Open what can be renewed: whoever holds a certificate that ends soon is enrolled once more.

In the same course, where nothing counts of what was done before the window opened; and in the
refreshers that would do as well. Where the exam alone has to be passed again, all else is carried
over, and counts for whoever passes it before the grace is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import BATCH
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.catalog.criteria import JudgementKind
from conferral.learning.catalog.models import Course, CourseVersion, Module, ModuleKind
from conferral.learning.progress.models import Enrolment, Judgement, Measure, ModuleResult
from conferral.learning.progress.results import Outcome
from conferral.learning.renewal import coming
from conferral.learning.renewal.deciding import Window, window, window_again
from conferral.learning.renewal.models import Renewal, Rule, last_day

_DAY = timedelta(days=1)
_ASLEEP = timedelta(days=7)
"""A window that closed while the server slept is opened all the same: what was done then counts."""


def open_due(organization: Organization, today: date) -> int:
    """Open every renewal whose window holds today, or did a week ago, and that is not open yet.

    Return how many.
    """
    rules = Rule.objects.filter(course__organization=organization).select_related(
        "course__organization"
    )
    return sum(_open_of(rule, organization.zone, today) for rule in rules.order_by("pk"))


def ending(rule: Rule, zone: ZoneInfo, today: date) -> AwardQuerySet:
    """Certificates of the course that can be renewed and are nobody's older ones.

    What came to nothing can be renewed once more, in a grace of its own.
    """
    first = _midnight(today - _ASLEEP - timedelta(days=rule.grace_days), zone)
    after = _midnight(today + timedelta(days=rule.opens_days) + _DAY, zone)
    opened = Renewal.objects.filter(award=OuterRef("pk"))
    held = coming.standing(rule.course.organization).exclude(Exists(opened.counting()))
    of_course = held.filter(enrolment__version__course=rule.course, valid_until__lt=after)
    return of_course.filter(Q(valid_until__gte=first) | Exists(opened.filter(undone_at__gte=first)))


def undone_at(awards: Iterable[Award]) -> dict[int, datetime]:
    """By the key of the award, when the last of its renewals came to nothing."""
    undone = Renewal.objects.filter(award__in=awards, undone_at__isnull=False)
    return dict(undone.order_by().values_list("award").annotate(Max("undone_at")))


def window_of(rule: Rule, award: Award, undone: datetime | None) -> Window:
    ends_on, zone = last_day(award), award.enrolment.version.course.organization.zone
    if ends_on is None:
        raise ValueError(f"{award} does not end.")
    first = window(ends_on, rule.opens_days, rule.grace_days)
    if undone is None:
        return first
    return window_again(first, undone.astimezone(zone).date(), rule.grace_days)


def _open_of(rule: Rule, zone: ZoneInfo, today: date) -> int:
    version = rule.course.current
    if version is None:
        return 0
    due = ending(rule, zone, today).order_by("pk")
    opened = 0
    while awards := list(_related(due)[:BATCH]):
        _open(rule, version, awards, zone)
        opened += len(awards)
    return opened


def _related(awards: AwardQuerySet) -> AwardQuerySet:
    return awards.select_related("enrolment__person", "enrolment__version__course__organization")


def _open(rule: Rule, version: CourseVersion, awards: Sequence[Award], zone: ZoneInfo) -> None:
    undone = undone_at(awards)
    windows = {award.pk: window_of(rule, award, undone.get(award.pk)) for award in awards}
    begun = {a.enrolment.person_id: _midnight(windows[a.pk].opens_on, zone) for a in awards}
    enrolments = _enrol(version, begun)
    for award in awards:
        fresh = enrolments[award.enrolment.person_id]
        fresh.continues_from = _midnight(windows[award.pk].ends_on + _DAY, zone)
        if fresh.counts_from:
            fresh.carried_until = _midnight(windows[award.pk].closes_on + _DAY, zone)
        fresh.site_id = fresh.site_id or award.enrolment.site_id
        fresh.evaluated_at = None
    Enrolment.objects.bulk_update(
        enrolments.values(), ["continues_from", "carried_until", "site", "evaluated_at"]
    )
    Renewal.objects.bulk_create(
        Renewal(
            award=award,
            enrolment=enrolments[award.enrolment.person_id],
            opens_on=windows[award.pk].opens_on,
            ends_on=windows[award.pk].ends_on,
            closes_on=windows[award.pk].closes_on,
            points_since=windows[award.pk].opens_on if award.pk in undone else None,
        )
        for award in awards
    )
    _carry(rule, version, {a.pk: enrolments[a.enrolment.person_id] for a in awards})
    for course in rule.refreshers.all():
        if refresher := course.current:
            _enrol(refresher, _still_to_take(course, begun))


def _still_to_take(course: Course, begun: Mapping[int, datetime]) -> dict[int, datetime]:
    """Without those who have completed it in the window, before anybody opened it."""
    earned = Award.objects.filter(enrolment__version__course=course, is_specimen=False)
    stands = earned.filter(ended_at=None)
    completed = stands.filter(enrolment__person__in=begun)
    taken = {
        person
        for person, day in completed.values_list("enrolment__person", "completed_on")
        if day >= begun[person].date()
    }
    return {person: at for person, at in begun.items() if person not in taken}


def _enrol(version: CourseVersion, begun: Mapping[int, datetime]) -> dict[int, Enrolment]:
    """Of each person, by their key: one in which nothing is earned yet, made where there is none.

    `begun`: from when on results count.
    """
    free = Enrolment.objects.filter(person__in=begun, version=version, award=None, renewal=None)
    found = {each.person_id: each for each in free.order_by("cycle")}
    known = Enrolment.objects.filter(person__in=begun, version=version)
    cycles = dict(known.values_list("person").annotate(Max("cycle")))
    made = Enrolment.objects.bulk_create(
        Enrolment(
            person_id=person, version=version, cycle=cycles.get(person, 0) + 1, counts_from=at
        )
        for person, at in begun.items()
        if person not in found
    )
    return found | {each.person_id: each for each in made}


def _carry(rule: Rule, version: CourseVersion, enrolments: Mapping[int, Enrolment]) -> None:
    """What counts in both, by the key of the award: from the enrolment in which it was earned, and
    from those in which it was renewed to no avail."""
    modules = {module.code: module for module in version.modules.all()}
    kept = _kept_modules(modules.values()) if rule.by_exam else frozenset()
    fresh = _into(enrolments)
    results = ModuleResult.objects.filter(enrolment__in=fresh).select_related("module")
    carried: dict[tuple[Enrolment, Module], Outcome] = {}
    for each in results.filter(module__code__in=modules):
        key = fresh[each.enrolment_id], modules[each.module.code]
        if outcome := _carried(each, key[0], kept):
            carried[key] = carried[key].and_also(outcome) if key in carried else outcome
    rows = (_result(*key, outcome) for key, outcome in carried.items())
    ModuleResult.objects.bulk_create(rows, ignore_conflicts=True)
    if kept:
        _carry_the_rest(fresh)


def _into(enrolments: Mapping[int, Enrolment]) -> dict[int, Enrolment]:
    """By the key of the enrolment from which it is carried over."""
    earned = Award.objects.filter(pk__in=enrolments).values_list("pk", "enrolment")
    undone = Renewal.objects.filter(award__in=enrolments, undone_at__isnull=False)
    older = [*earned, *undone.values_list("award", "enrolment")]
    return {old: enrolments[award] for award, old in older if enrolments[award].counts_from}


def _kept_modules(modules: Iterable[Module]) -> frozenset[str]:
    """All but exams. Where there is no exam, the course is to be taken again."""
    told = list(modules)
    if not any(module.kind == ModuleKind.EXAM for module in told):
        return frozenset()
    return frozenset(module.code for module in told if module.kind != ModuleKind.EXAM)


def _carried(result: ModuleResult, into: Enrolment, kept: frozenset[str]) -> Outcome | None:
    """What was done in the window counts of every module, even if it was reported before today."""
    if result.module.code in kept or into.counts_from is None:
        return result.outcome
    return result.outcome.since(into.counts_from)


def _result(into: Enrolment, module: Module, outcome: Outcome) -> ModuleResult:
    return ModuleResult(
        enrolment=into,
        module=module,
        passed=outcome.best.passed,
        score=outcome.best.score,
        completed_at=outcome.best.at,
        attempts=outcome.attempts_to_json(),
        recorded_at=timezone.now(),
    )


def _carry_the_rest(fresh: Mapping[int, Enrolment]) -> None:
    """Attendance and confirmations. A verdict of competence is an exam: it is given anew."""
    measures = list(Measure.objects.filter(enrolment__in=fresh).order_by("pk"))
    confirmed = Judgement.objects.filter(enrolment__in=fresh, kind=JudgementKind.CONFIRMATION)
    judgements = list(confirmed.order_by("pk"))
    for measure in measures:
        measure.pk, measure.enrolment = None, fresh[measure.enrolment_id]
    for judgement in judgements:
        judgement.pk, judgement.enrolment = None, fresh[judgement.enrolment_id]
    Measure.objects.bulk_create(measures, ignore_conflicts=True)
    Judgement.objects.bulk_create(judgements, ignore_conflicts=True)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
