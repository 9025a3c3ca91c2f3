"""Keep an earned award back, with a reason, and let it go on again."""

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record, record_each
from conferral.foundation.belt import BATCH
from conferral.foundation.refusal import Refused
from conferral.foundation.shown import refuse_others
from conferral.learning.awards import braking, life
from conferral.learning.awards.life import Marks, State, Verb
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import WaitsFor

_LONGEST = 200


@transaction.atomic
def hold(award: Award, person: Person, because: str) -> None:
    """No certificate is issued of it until somebody lets it go. `because`: for staff alone."""
    stands, organization = _lock(award)
    life.after(state(stands), Verb.HOLD)
    stands.held_at, stands.held_because = timezone.now(), _said(because)
    stands.waits_for, stands.waits_because = WaitsFor.HOLD, stands.held_because
    stands.save(update_fields=["held_at", "held_because", "waits_for", "waits_because"])
    record(person, "held", stands, organization, because=stands.held_because)


@transaction.atomic
def let_go(award: Award, person: Person, because: str = "") -> None:
    """Nobody holds it any more; the belt settles what else keeps it."""
    stands, organization = _lock(award)
    life.after(state(stands), Verb.LET_GO)
    braking.refuse_single(Award.objects.filter(pk=stands.pk))
    stands.held_at, stands.held_because, stands.settled_under = None, "", None
    stands.save(update_fields=["held_at", "held_because", "settled_under"])
    record(person, "let go", stands, organization, because=because.strip())


@transaction.atomic
def hold_all(
    organization: Organization,
    person: Person,
    awards: AwardQuerySet,
    because: str,
    *,
    expected: int,
    shown: str = "",
) -> int:
    """Hold many for one reason. Refused when there are others by now than they were shown:
    `expected` of them, `shown` says which (`foundation.shown`)."""
    because, now = _said(because), timezone.now()
    found = _expected(holdable(organization, awards), expected, shown)
    waits = {"waits_for": WaitsFor.HOLD, "waits_because": because}
    for keys in found:
        some = Award.objects.filter(pk__in=keys)
        some.update(held_at=now, held_because=because, **waits)
        # A line for each: whoever held it does not decide an appeal about it.
        record_each(person, "held", ((each, {"because": because}) for each in some), organization)
    return expected


@transaction.atomic
def let_go_all(
    organization: Organization,
    person: Person,
    awards: AwardQuerySet,
    *,
    expected: int,
    shown: str = "",
) -> int:
    """Let many go that somebody holds. Refused when there are others by now than were shown."""
    held = held_by_somebody(organization, awards)
    braking.refuse_single(held)
    for keys in _expected(held, expected, shown):
        nobody = {"held_at": None, "held_because": "", "settled_under": None}
        Award.objects.filter(pk__in=keys).update(**nobody)
        record(person, "let go", organization, organization, awards=keys)
    return expected


def holdable(organization: Organization, awards: AwardQuerySet) -> AwardQuerySet:
    """Those of them that are earned, not issued, and that nobody and no batch holds yet."""
    return awards.of(organization).unissued().filter(held_at=None)


def held_by_somebody(organization: Organization, awards: AwardQuerySet) -> AwardQuerySet:
    return awards.of(organization).unissued().filter(held_at__isnull=False)


def state(award: Award) -> State:
    """Of the award itself; what became of its certificate, the certificate says."""
    waits_for = WaitsFor(award.waits_for)
    if award.held_at:
        waits_for = WaitsFor.HOLD
    elif waits_for is WaitsFor.HOLD:  # It was let go, and nobody settled it since.
        waits_for = WaitsFor.NOTHING
    marks = Marks(waits_for, award.rejected_at, award.issued_at)
    return life.state_of(marks, timezone.now())


def _lock(award: Award) -> tuple[Award, Organization]:
    related = Award.objects.select_related("enrolment__version__course__organization")
    stands = related.select_for_update(of=("self",)).get(pk=award.pk)
    return stands, stands.enrolment.version.course.organization


def _expected(awards: AwardQuerySet, count: int, shown: str) -> list[list[int]]:
    """Their keys under lock, so many at a time."""
    keys = list(awards.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not keys or len(keys) != count:
        raise Refused(f"There are {len(keys)} by now, not {count}. Look again.")
    refuse_others(keys, shown)
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]


def _said(because: str) -> str:
    """As it is kept."""
    if not because.strip():
        raise Refused("Say why: whoever lets it go must know what to look for.")
    if len(because) > _LONGEST:
        raise Refused(f"Say it in {_LONGEST} characters.")
    return because.strip()
