"""What happened in a period, by course and by month: issued, revoked, ended, looked at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Looks
from conferral.foundation.accounts.models import Organization
from conferral.foundation.local_days import LocalMonth, MonthOfDay, Span
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course

_COURSE = "enrolment__version__course"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Both days count, from midnight to midnight where the organization is. `course`: of one."""

    first: date
    last: date
    course: str = ""  # A code; empty: of all.


@dataclass(frozen=True)
class Numbers:
    """Specimens count nowhere. `waiting`: now, whatever the period; never by month."""

    completed: int = 0
    issued: int = 0
    accredited: int = 0  # Of the issued.
    revoked: int = 0  # For good, and not replaced by another.
    ended: int = 0  # Not revoked, and their last day lies in the period; renewed or not.
    looks: int = 0  # At their verification pages.
    waiting: int = 0

    def __add__(self, other: "Numbers") -> "Numbers":
        more = asdict(other)
        return replace(self, **{name: each + more[name] for name, each in asdict(self).items()})


@dataclass(frozen=True)
class OfCourse:
    code: str
    title: str
    numbers: Numbers


@dataclass(frozen=True)
class _Measure:
    name: str
    rows: "QuerySet[Any]"
    course: str  # Where they lead to it.
    moment: str = ""  # When it was; empty: it is so now.
    is_day: bool = False
    adds: str = ""  # What is added up; empty: rows are counted.


def by_course(organization: Organization, period: Period) -> list[OfCourse]:
    """By title; courses of which there is nothing to count are left out."""
    counted = _counted((each, F(each.course)) for each in _measures(organization, period))
    titled = Course.objects.of(organization).titled()
    named = titled.values_list("pk", "code", "title")  # type: ignore[misc]  # It is annotated.
    return [OfCourse(code, title, counted[pk]) for pk, code, title in named if pk in counted]


def by_month(organization: Organization, period: Period) -> list[tuple[date, Numbers]]:
    """Every month of the period, oldest first."""
    measures = [each for each in _measures(organization, period) if each.moment]
    span = _span(organization, period)
    months = _counted((each, _month_of(each, span)) for each in measures)
    return [(month, months.get(month, Numbers())) for month in _months(period)]


def total(numbers: Iterable[Numbers]) -> Numbers:
    return sum(numbers, Numbers())


def _measures(organization: Organization, period: Period) -> Sequence[_Measure]:
    awards = Award.objects.of(organization).filter(is_specimen=False)
    issued = Credential.objects.of(organization).filter(is_specimen=False)
    looks = Looks.objects.filter(credential__in=issued)
    of_award = f"award__{_COURSE}"
    revoked = issued.filter(replaced_by=None)
    accredited = issued.filter(shape__accreditation__isnull=False)
    measures = (
        _Measure("completed", awards, _COURSE, "earned_at"),
        _Measure("issued", issued, of_award, "issued_at"),
        _Measure("accredited", accredited, of_award, "issued_at"),
        _Measure("revoked", revoked, of_award, "revoked_at"),
        _Measure("ended", issued.filter(revoked_at=None), of_award, "valid_until"),
        _Measure("looks", looks, f"credential__{of_award}", "day", is_day=True, adds="count"),
        _Measure("waiting", awards.unissued(), _COURSE),
    )
    return [replace(each, rows=_within(each, organization, period)) for each in measures]


def _within(measure: _Measure, organization: Organization, period: Period) -> "QuerySet[Any]":
    rows = measure.rows
    if period.course:
        rows = rows.filter(**{f"{measure.course}__code": period.course})
    if not measure.moment:
        return rows
    span = _span(organization, period)
    begin: date | datetime = period.first if measure.is_day else span.first
    until: date | datetime = period.last + _DAY if measure.is_day else span.end
    return rows.filter(**{f"{measure.moment}__gte": begin, f"{measure.moment}__lt": until})


def _counted(measures: Iterable[tuple[_Measure, F | TruncMonth]]) -> Mapping[Any, Numbers]:
    """One query for each measure, grouped by what stands beside it."""
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    for measure, group in measures:
        adds = Sum(measure.adds) if measure.adds else Count("pk")
        counted = measure.rows.order_by().values(group=group).annotate(counted=adds)
        for key, number in counted.values_list("group", "counted"):
            found[key][measure.name] = number
    return {key: Numbers(**numbers) for key, numbers in found.items()}


def _month_of(measure: _Measure, span: Span) -> TruncMonth:
    return MonthOfDay(measure.moment) if measure.is_day else LocalMonth(measure.moment, span)


def _span(organization: Organization, period: Period) -> Span:
    return Span.of_days(organization.zone, period.first, period.last)


def _months(period: Period) -> Iterator[date]:
    month = period.first.replace(day=1)
    while month <= period.last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)
