"""The register in numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.foundation.mail.models import Message
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment
from conferral.oversight.stuck import rows as stuck

_MONTHS = 12
_SOON = timedelta(days=60)


@dataclass(frozen=True)
class Figures:
    issued_12_months: int
    learners: int
    expiring_60_days: int
    waiting: int  # On their way; what keeps others from it is told by the report on waiting.
    stuck_rows: int
    unsent_mail: int


def figures(organization: Organization) -> Figures:
    now = timezone.now()
    credentials = Credential.objects.of(organization)
    mail = Message.objects.filter(organization=organization).unsent()
    awards = Award.objects.of(organization).free()
    unprinted = credentials.kept().filter(printed_at=None)
    unannounced = Certificate.objects.filter(credential__in=credentials, announced_at=None)
    return Figures(
        issued_12_months=credentials.filter(issued_at__gte=_first_month(organization, now)).count(),
        learners=Enrolment.objects.of(organization).values("person").distinct().count(),
        expiring_60_days=credentials.filter(
            revoked_at=None, valid_until__gte=now, valid_until__lt=now + _SOON
        ).count(),
        waiting=awards.count() + unprinted.count() + unannounced.count(),
        stuck_rows=sum(kind(organization).count() for kind in stuck.KINDS) + mail.stuck().count(),
        unsent_mail=mail.count(),
    )


def per_month(organization: Organization) -> list[tuple[date, int]]:
    """How many were issued in each of the last twelve months, oldest first."""
    now = timezone.now()
    first = _first_month(organization, now)
    counted = (
        Credential.objects.of(organization)
        .filter(issued_at__gte=first)
        .annotate(month=TruncMonth("issued_at", tzinfo=organization.zone))
        .values_list("month")
        .annotate(count=Count("pk"))
    )
    by_month = {month.date(): count for month, count in counted}
    months = [_month(first.date(), offset) for offset in range(_MONTHS)]
    return [(month, by_month.get(month, 0)) for month in months]


def _first_month(organization: Organization, now: datetime) -> datetime:
    local = now.astimezone(organization.zone).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    month = _month(local.date(), 1 - _MONTHS)
    return local.replace(year=month.year, month=month.month)


def _month(start: date, offset: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + offset, 12)
    return date(year, month + 1, 1)
