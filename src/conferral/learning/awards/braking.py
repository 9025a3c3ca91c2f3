"""The brake before the signature: an unusual number of certificates waits for a second person.

It is asked in the transaction that signs, for one batch of the belt at a time, and looks at no
more rows than may pass: what it costs does not grow with what waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from conferral.foundation import approval
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import BATCH
from conferral.foundation.brakes.models import Batch, Day
from conferral.foundation.brakes.terms import brakes_of
from conferral.foundation.brakes.unusual import Usual
from conferral.foundation.days import day
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.foundation.shown import refuse_others
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.progress.models import Import

_REMEMBERED = timedelta(days=365)


def passing(awards: Sequence[Award], now: datetime) -> list[Award]:
    """Those that may be signed now. The others, and all that are like them, are held.

    `awards`: with their batch, and their enrolment's version, course and organization. In a
    transaction.
    """
    shares: dict[Organization, list[Award]] = defaultdict(list)
    for award in awards:
        shares[award.enrolment.version.course.organization].append(award)
    free: list[Award] = []
    for organization, share in shares.items():
        free += _passing(organization, share, now)
    return free


def note(awards: Iterable[Award], now: datetime) -> None:
    """They have been issued: it counts against today, and becomes history tomorrow."""
    shares: dict[Organization, list[Award]] = defaultdict(list)
    for award in awards:
        shares[award.enrolment.version.course.organization].append(award)
    for organization, share in shares.items():
        today = _today(organization, now)
        Day.objects.filter(pk=today.pk).update(
            issued=F("issued") + len(share),
            looked_at=F("looked_at") + sum(map(_is_looked_at, share)),
        )


@transaction.atomic
def let_go(batch: Batch, person: Person, now: datetime, *, expected: int, shown: str = "") -> int:
    """A second person has looked: the belt issues them. Return how many.

    `expected`, `shown`: how many they were shown, and which (`foundation.shown`). Refused for
    whoever brought them in.
    """
    waiting = _locked(batch)
    keys = waiting.values_list("pk", flat=True)
    if (count := len(keys)) != expected:
        raise Refused(f"There are {count} by now, not {expected}. Look again.")
    refuse_others(keys, shown)
    if person.pk in behind(batch):
        raise Refused("You brought in what they rest on: somebody else must let them go.")
    batch.count = count
    approval.approve(batch, person, batch.organization, count=count)
    waiting.update(held_at=None, held_because="", settled_under=None)
    _begin_run(batch, person, count)
    return count


@transaction.atomic
def let_one_go(award: Award, person: Person, because: str) -> None:
    """Out of its open batch, into one of its own that the person has looked at: after an appeal.

    Refused for whoever brought it in. `because`: for the trail.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(awards=award)
    if not batch.is_open:
        raise Refused("Somebody has decided about its batch meanwhile. Look again.")
    alone = Batch.objects.create(
        organization=batch.organization,
        count=1,
        usual=batch.usual,
        most=batch.most,
        submitted_by=batch.submitted_by,
        submitted_at=batch.submitted_at,
        approved_by=person,
        approved_at=timezone.now(),
    )
    Award.objects.filter(pk=award.pk).update(
        batch=alone, held_at=None, held_because="", settled_under=None
    )
    if person.pk in behind(alone):
        raise Refused("You brought in what it rests on: somebody else must decide this.")
    Batch.objects.filter(pk=batch.pk).update(count=F("count") - 1)
    record(person, "let go", award, batch.organization, because=because)


@transaction.atomic
def cancel(batch: Batch, person: Person, because: str, now: datetime) -> int:
    """None of them is issued: each stays held, with the reason, until somebody lets it go."""
    waiting, said = _locked(batch), because.strip()
    if not said:
        raise Refused("Say why: it is what the learners’ registrars will read.")
    count = waiting.count()
    batch.count, batch.cancelled_at = count, now
    batch.cancelled_by, batch.cancelled_because = person, said[:200]
    batch.save()
    words = f"Its batch was cancelled: {said}"[:200]
    waiting.update(held_because=words, waits_because=words)
    record(person, "cancelled a batch", batch, batch.organization, count=count, because=said)
    return count


@transaction.atomic
def call_off(batch: Batch, person: Person, now: datetime) -> int:
    """Of a batch that was let go: what is not issued yet is held again, each by itself.

    What somebody holds stays held for their reason.
    """
    words, waiting = "Issuing its batch was called off.", waiting_in(batch)
    if not waiting.exists():
        raise Refused("All of them have been issued.")
    count = waiting.filter(held_at=None).update(
        held_at=now, held_because=words, waits_for=WaitsFor.HOLD, waits_because=words
    )
    record(person, "called a batch off", batch, batch.organization, count=count)
    tracking.cancel(batch)
    return count


def leave_out(gone: Iterable[Batch]) -> None:
    """The batch of each award that is no more: nobody waits for one whose learner was forgotten."""
    for batch in gone:
        _count_run(batch)
        tracking.drop(batch, 1)


def count_runs(awards: Iterable[Award]) -> None:
    """Of those that were let go together: how many are issued by now, and how many something else
    keeps. In the transaction that issued or settled them."""
    keys = {award.batch_id for award in awards if award.batch_id}
    for batch in Batch.objects.filter(pk__in=keys, approved_at__isnull=False).order_by("pk"):
        _count_run(batch)


def kept_otherwise(awards: AwardQuerySet) -> AwardQuerySet:
    """Those that were looked at once more, and are not free all the same."""
    settled = Q(settled_under__isnull=False) & ~Q(waits_for=WaitsFor.NOTHING)
    return awards.filter(Q(rejected_at__isnull=False) | settled, issued_at=None)


def waiting_in(batch: Batch) -> AwardQuerySet:
    return Award.objects.unissued().filter(batch=batch)


def behind(batch: Batch) -> frozenset[int]:
    """The keys of the people who brought in the files that these awards rest on."""
    files = Import.objects.filter(rows__enrolment__award__batch=batch)
    return frozenset(files.values_list("uploaded_by", flat=True).distinct())


def usual_of(organization: Organization, now: datetime) -> Usual:
    """What the organization is used to, by its days of the last year before today."""
    set_to, today = brakes_of(organization), _date(organization, now)
    before = Day.objects.filter(
        organization=organization, day__lt=today, day__gte=today - _REMEMBERED
    )
    largest = before.aggregate(largest=Max("issued"))["largest"] or 0
    return Usual(largest, set_to.unusual_from, set_to.unusual_times)


def gone_today(organization: Organization, now: datetime) -> int:
    """How many were issued today that no second person has looked at."""
    today = Day.objects.filter(organization=organization, day=_date(organization, now)).first()
    return max(0, today.issued - today.looked_at) if today else 0


def refuse_single(awards: AwardQuerySet) -> None:
    """Nobody lets awards of a batch go by themselves while a second person has not decided."""
    if awards.filter(batch__in=Batch.objects.open()).exists():
        raise Refused("It is held with its whole batch: a second person decides about that.")


@dataclass(frozen=True)
class _Load:
    """Of one organization, today: what went without a second look, and what wants to."""

    gone: int
    wanting: int

    @property
    def both(self) -> int:
        return self.gone + self.wanting


def _passing(organization: Organization, awards: list[Award], now: datetime) -> list[Award]:
    if all(map(_is_looked_at, awards)):
        return awards
    today, usual = _today(organization, now), usual_of(organization, now)
    batch = Batch.objects.of(organization).open().select_for_update().first()
    if usual.most is None and batch is None:
        return awards
    load = _load(organization, today, usual.most or 0)
    if batch is None and not usual.is_exceeded_by(load.both):
        return awards
    _hold(organization, batch, usual, now)
    return list(filter(_is_looked_at, awards))


def _is_looked_at(award: Award) -> bool:
    return award.batch is not None and award.batch.approved_at is not None


def _load(organization: Organization, today: Day, most: int) -> _Load:
    gone = max(0, today.issued - today.looked_at)
    # Counted to the first one too many, and no further; of everybody first, which an index knows.
    enough = max(0, most - gone) + 1
    wanting = Award.objects.free()[:enough].count()
    if wanting == enough:
        wanting = _unseen(organization)[:enough].count()
    return _Load(gone, wanting)


def _hold(organization: Organization, batch: Batch | None, usual: Usual, now: datetime) -> None:
    """All that are free join the batch; a new one where there is none that is open."""
    keys = list(_unseen(organization).values_list("pk", flat=True))
    if batch is None:
        batch = _begin(organization, keys, usual, now)
    else:
        Batch.objects.filter(pk=batch.pk).update(count=F("count") + len(keys))
    because = (
        f"So many in one day are unusual: the largest day before had {batch.usual}. "
        "A second person must look."
    )
    for start in range(0, len(keys), BATCH):
        Award.objects.filter(pk__in=keys[start : start + BATCH]).update(
            batch=batch,
            held_at=now,
            held_because=because,
            waits_for=WaitsFor.HOLD,
            waits_because=because,
        )


def _begin(organization: Organization, keys: list[int], usual: Usual, now: datetime) -> Batch:
    files = Import.objects.filter(rows__enrolment__award__in=keys[:BATCH])
    newest = files.select_related("uploaded_by").order_by("-pk").first()
    batch = Batch.objects.create(
        organization=organization,
        count=len(keys),
        usual=usual.largest,
        most=usual.most or 0,
        submitted_by=newest.uploaded_by if newest else None,
        submitted_at=now,
    )
    said = {"count": len(keys), "usual": usual.largest, "most": usual.most}
    record(None, "held an unusual batch", batch, organization, **said)
    return batch


def _unseen(organization: Organization) -> AwardQuerySet:
    """Whatever is free and no second person has let go; what was cancelled, too."""
    return Award.objects.of(organization).free().filter(batch__approved_at=None)


def _count_run(batch: Batch) -> None:
    theirs = Award.objects.filter(batch=batch)
    issued = theirs.filter(issued_at__isnull=False).count()
    tracking.count(batch, done=issued, failed=kept_otherwise(theirs).count())


def _begin_run(batch: Batch, person: Person, count: int) -> None:
    held_at, organization = batch.submitted_at, batch.organization
    what = f"held on {day(_date(organization, held_at))}" if held_at else str(batch)
    tracking.begin(batch, organization, person, what=what, total=count)


def _locked(batch: Batch) -> AwardQuerySet:
    """Its awards that are not issued. Refused where somebody has decided about it already."""
    stands = Batch.objects.select_for_update().get(pk=batch.pk)
    if not stands.is_open:
        raise Refused("Somebody has decided about this batch already.")
    return waiting_in(batch)


def _today(organization: Organization, now: datetime) -> Day:
    """The row of today. The first one brings those of the year before with it."""
    day = _date(organization, now)
    known = Day.objects.filter(organization=organization)
    if not known.exists():
        _remember(organization, day)
    return known.get_or_create(organization=organization, day=day)[0]


def _remember(organization: Organization, today: date) -> None:
    """What was issued before there was a brake."""
    counted = (
        Award.objects.of(organization)
        .filter(issued_at__isnull=False)
        .annotate(day=TruncDate("issued_at", tzinfo=organization.zone))
        .filter(day__gte=today - _REMEMBERED)
        .values_list("day")
        .annotate(count=Count("pk"))
    )
    Day.objects.bulk_create(
        (Day(organization=organization, day=day, issued=count) for day, count in counted),
        ignore_conflicts=True,
    )


def _date(organization: Organization, now: datetime) -> date:
    return now.astimezone(organization.zone).date()
