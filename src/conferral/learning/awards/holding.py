"""Keep an earned award back, with a reason, and let it go on again."""

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.awards import braking, life
from conferral.learning.awards.life import Marks, State, Verb
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor

_LONGEST = 200


@transaction.atomic
def hold(award: Award, person: Person, because: str) -> None:
    """No certificate is issued of it until somebody lets it go. `because`: for staff alone."""
    stands, organization = _lock(award)
    life.after(state(stands), Verb.HOLD)
    if not because.strip():
        raise Refused("Say why: whoever lets it go must know what to look for.")
    if len(because) > _LONGEST:
        raise Refused(f"Say it in {_LONGEST} characters.")
    stands.held_at, stands.held_because = timezone.now(), because.strip()
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


def state(award: Award) -> State:
    """Of the award itself; what became of its certificate, the certificate says."""
    marks = Marks(WaitsFor(award.waits_for), award.rejected_at, award.issued_at)
    if award.held_at and not award.issued_at:  # Nobody has settled it since.
        return State.HELD
    return life.state_of(marks, timezone.now())


def _lock(award: Award) -> tuple[Award, Organization]:
    related = Award.objects.select_related("enrolment__version__course__organization")
    stands = related.select_for_update(of=("self",)).get(pk=award.pk)
    return stands, stands.enrolment.version.course.organization
