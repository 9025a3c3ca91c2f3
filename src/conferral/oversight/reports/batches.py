"""What a second person looks at before an unusual batch goes: how large, of what, by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.brakes.models import Batch, Day
from conferral.foundation.shown import word_of
from conferral.learning.awards import braking
from conferral.learning.awards.models import Award

SAMPLE = 20
_DAYS = 14


@dataclass(frozen=True)
class Share:
    """How much of a batch is one version's."""

    course: str
    title: str
    number: int
    count: int


@dataclass(frozen=True)
class Look:
    """`count`: how many wait by now; `shown`: which (`foundation.shown`). `days`: the largest ones
    before, the largest first."""

    batch: Batch
    count: int
    shown: str
    shares: Sequence[Share]
    days: Sequence[tuple[date, int]]
    sample: Sequence[Award]
    behind: Sequence[Person]


def look_at(batch: Batch) -> Look:
    waiting = braking.waiting_in(batch)
    related = ("enrolment__person", "enrolment__version__course")
    # Keys are given in the order in which results came: every so many-th is from all over it.
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    chosen = keys[:: max(1, len(keys) // SAMPLE)][:SAMPLE]
    return Look(
        batch=batch,
        count=len(keys),
        shown=word_of(keys),
        shares=_shares(batch),
        days=_days(batch.organization, batch),
        sample=list(Award.objects.filter(pk__in=chosen).select_related(*related).order_by("pk")),
        behind=list(Person.objects.filter(pk__in=braking.behind(batch)).order_by("printed_name")),
    )


def _shares(batch: Batch) -> list[Share]:
    version = "enrolment__version__"
    columns = (f"{version}course__code", f"{version}title", f"{version}number")
    counted = Award.objects.filter(batch=batch).values_list(*columns).annotate(count=Count("pk"))
    return [Share(*row) for row in counted.order_by("-count", *columns)]


def _days(organization: Organization, batch: Batch) -> list[tuple[date, int]]:
    days = Day.objects.filter(organization=organization, issued__gt=0)
    if batch.submitted_at:
        days = days.filter(day__lt=batch.submitted_at.astimezone(organization.zone).date())
    return list(days.order_by("-issued", "-day").values_list("day", "issued")[:_DAYS])
