"""What ends soon: certificate by certificate for staff, and counted by course and month."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from conferral.foundation.accounts.models import Organization
from conferral.foundation.local_days import LocalDay, Span
from conferral.learning.awards.models import Award, AwardQuerySet

SOON = timedelta(days=90)
JUST = timedelta(days=30)
"""How long what has ended is still shown: some of it can be renewed in its grace."""


@dataclass(frozen=True)
class Counted:
    """Certificates of one course. `renewing`: of how many holders the renewal is open."""

    code: str
    title: str
    count: int
    renewing: int
    first: date
    last: date


def standing(organization: Organization) -> AwardQuerySet:
    """Certificates that count to their end and were not renewed, of holders who can be written
    to."""
    held = Award.objects.of(organization).filter(
        issued_at__isnull=False,
        valid_until__isnull=False,
        ended_at=None,
        is_specimen=False,
        enrolment__person__email__isnull=False,
    )
    return newest(held)


def newest(awards: AwardQuerySet) -> AwardQuerySet:
    """Of each holder and course the one that was issued last, be it by renewal or otherwise.

    Two versions may be issued to one person in the same second: then it is the one earned last.
    """
    same_second = Q(issued_at=OuterRef("issued_at"), pk__gt=OuterRef("pk"))
    later = Award.objects.filter(
        Q(issued_at__gt=OuterRef("issued_at")) | same_second,
        enrolment__person=OuterRef("enrolment__person"),
        enrolment__version__course=OuterRef("enrolment__version__course"),
        ended_at=None,
        is_specimen=False,
    )
    return awards.filter(~Exists(later))


def ending(organization: Organization, first: date, last: date) -> AwardQuerySet:
    """Those whose last day is one of these, the next first."""
    span = Span.of_days(organization.zone, first, last)
    found = standing(organization).filter(valid_until__gte=span.first, valid_until__lt=span.end)
    learner = ("enrolment__person", "enrolment__version__course__organization")
    return found.select_related(*learner).order_by("valid_until", "pk")


def shown(organization: Organization, today: date, soon: timedelta = SOON) -> QuerySet[Award]:
    """What ends soon, or has just ended; each with `reminded`, the newest step, and its day."""
    found = ending(organization, today - JUST, today + soon)
    found = found.select_related("enrolment__version__course__renewal_rule")
    found = found.prefetch_related("renewals")
    return found.annotate(reminded=Min("reminders__step"), reminded_on=Max("reminders__day"))


def summary(organization: Organization, today: date) -> list[Counted]:
    """What ends soon, by course."""
    course = "enrolment__version__course__code"
    found = ending(organization, today, today + SOON).order_by(course)
    counted = found.values_list(course).annotate(
        title=Max("enrolment__version__title"),
        count=Count("pk", distinct=True),
        renewing=Count("renewals", filter=Q(renewals__undone_at=None)),
        first=Min("valid_until"),
        last=Max("valid_until"),
    )
    zone = organization.zone
    return [
        Counted(
            code,
            title,
            count,
            renewing,
            first.astimezone(zone).date(),
            last.astimezone(zone).date(),
        )
        for code, title, count, renewing, first, last in counted
    ]


def days(organization: Organization, today: date) -> list[tuple[date, str, str, int]]:
    """For each day and course of the next year: the course's code, its title, how many end."""
    version = "enrolment__version__"
    last = today + timedelta(days=365)
    found = ending(organization, today, last).order_by()
    ends_on = LocalDay("valid_until", Span.of_days(organization.zone, today, last))
    counted = (
        found.annotate(ends_on=ends_on)
        .values_list("ends_on", f"{version}course__code")
        .annotate(title=Max(f"{version}title"), count=Count("pk"))
    )
    return sorted(counted.values_list("ends_on", f"{version}course__code", "title", "count"))
