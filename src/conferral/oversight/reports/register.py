"""The register in numbers. Specimens are on their way like others, and count nowhere."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Looks
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.local_days import LocalMonth, Span
from conferral.foundation.mail.models import Message
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment
from conferral.oversight.counting import counted
from conferral.oversight.stuck import rows as stuck

_MONTHS = 12
_SOON = timedelta(days=60)
_NEWEST = 999  # Letters of which the median is taken: what is so now, and never slow.


@dataclass(frozen=True)
class Month:
    """What was issued in it; `first` is its first day."""

    first: date
    issued: int
    accredited: int


@dataclass(frozen=True)
class Figures:
    months: tuple[Month, ...]  # The last twelve, the oldest first.
    learners: int
    expiring_60_days: int
    waiting: int  # On their way; what keeps others from it is told by the report on waiting.
    stuck_kinds: frozenset[str]  # By the names of `stuck.KINDS`; mail is none of them.
    stuck_mail: int  # What a bad address keeps back is told on a page of its own.
    unsent_mail: int
    verifications: int  # In twelve months.
    until_mailed: timedelta | None  # From completion to the e-mail, the median; None: none yet.

    @property
    def issued_12_months(self) -> int:
        return sum(month.issued for month in self.months)


def figures(organization: Organization) -> Figures:
    now = timezone.now()
    since = _first_month(organization, now)
    credentials = Credential.objects.of(organization)
    mail = Message.objects.filter(organization=organization).unsent()
    unprinted = credentials.kept().filter(printed_at=None)
    earned = credentials.filter(is_specimen=False)
    ending = earned.filter(revoked_at=None, valid_until__gte=now)
    kinds = {kind.__name__: kind(organization) for kind in stuck.KINDS}
    counts = counted(
        Organization.objects.filter(pk=organization.pk),
        kinds
        | {
            "learners": _learners(organization),
            "expiring": ending.filter(valid_until__lt=now + _SOON),
            "unearned": Award.objects.of(organization).free(),
            "unprinted": unprinted,
            "unannounced": Certificate.objects.of(organization).filter(announced_at=None),
            "unsent_mail": mail,
            "stuck_mail": mail.in_trouble().at_good_addresses(),
        },
    )
    return Figures(
        months=tuple(per_month(organization)),
        learners=counts["learners"],
        expiring_60_days=counts["expiring"],
        waiting=counts["unearned"] + counts["unprinted"] + counts["unannounced"],
        stuck_kinds=frozenset(kind for kind in kinds if counts[kind]),
        stuck_mail=counts["stuck_mail"],
        unsent_mail=counts["unsent_mail"],
        verifications=_looks(organization, since.date()),
        until_mailed=_until_mailed(organization),
    )


def per_month(organization: Organization) -> list[Month]:
    """What was issued in each of the last twelve months, oldest first."""
    now = timezone.now()
    first = _first_month(organization, now)
    counted = (
        Credential.objects.of(organization)
        .filter(issued_at__gte=first, is_specimen=False)
        .annotate(month=LocalMonth("issued_at", Span(organization.zone, first, now)))
        .values_list("month")
        .annotate(
            issued=Count("pk"),
            accredited=Count("pk", filter=Q(shape__accreditation__isnull=False)),
        )
    )
    by_month = {month: counts for month, *counts in counted}
    months = [_month(first.date(), offset) for offset in range(_MONTHS)]
    return [Month(month, *by_month.get(month, (0, 0))) for month in months]


def _learners(organization: Organization) -> QuerySet[Person]:
    ours = Enrolment.objects.of(organization)
    return Person.objects.filter(pk__in=ours.values("person"))


def _looks(organization: Organization, since: date) -> int:
    looks = Looks.objects.filter(credential__key__organization=organization, day__gte=since)
    return looks.aggregate(all=Sum("count"))["all"] or 0


def _until_mailed(organization: Organization) -> timedelta | None:
    """Of the newest letters. One that was sent again counts from the completion, too."""
    sent = Delivery.objects.filter(
        message__organization=organization, message__sent_at__isnull=False
    )
    moments = sent.order_by("-pk").values_list(
        "certificate__credential__award__earned_at", "message__sent_at"
    )
    took = [sent_at - earned_at for earned_at, sent_at in moments[:_NEWEST] if sent_at]
    return median_low(took) if took else None


def _first_month(organization: Organization, now: datetime) -> datetime:
    local = now.astimezone(organization.zone).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    month = _month(local.date(), 1 - _MONTHS)
    return local.replace(year=month.year, month=month.month)


def _month(start: date, offset: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + offset, 12)
    return date(year, month + 1, 1)
