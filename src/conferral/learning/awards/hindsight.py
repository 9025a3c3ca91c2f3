"""What is reported of an award that is there already: an earlier day, a better mark.

As long as nothing was said to anybody, the award says what all that is known says together: so the
order of files does not matter. What was moderated or signed is not changed behind anybody's back:
what it would say by now is kept beside it, and staff replace the certificate or let it stay.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award, AwardQuerySet, Hindsight
from conferral.learning.catalog import criteria
from conferral.learning.progress.models import Enrolment

UNCHANGED = "Nothing else is known of it than what it says."
_LONGEST = 200
_AT_ONCE = 400  # So many rows in one statement; SQLite takes no more of its words.


@dataclass(frozen=True)
class Said:
    """What a certificate says of the results. `mark`: in percent."""

    completed_on: date
    mark: Decimal | None


def known_of(enrolment: Enrolment, otherwise: date) -> Said:
    """What is known of it now; completed on `otherwise`, where nothing has a date."""
    criterion, known = enrolment.version.criterion, enrolment.facts
    at = criteria.completed_at(criterion, known)
    zone = enrolment.version.course.organization.zone
    day = at.astimezone(zone).date() if at else otherwise
    return Said(day, criteria.mark(criterion, known))


def bring_up_to_date(enrolments: Iterable[Enrolment], now: datetime) -> None:
    """Of those that meet their criterion. In the transaction that has looked at them again."""
    looked_at = {enrolment.pk: enrolment for enrolment in enrolments}
    known = {}
    for award in _earned_by(looked_at):
        enrolment = looked_at[award.enrolment_id]
        found = known_of(enrolment, award.completed_on)
        # A renewal may rest on another path than the criterion: there, only what came before.
        if enrolment.continues_from is None or found.completed_on <= _first_day(award):
            known[award] = found
    _tell(known, now)


def done_before(days: Mapping[int, date], now: datetime) -> None:
    """Of renewals, by their enrolments' keys: on which day another path was gone to its end.

    Only what was done before: in the transaction that has decided so.
    """
    earned = _earned_by(days)
    known = {award: Said(days[award.enrolment_id], None) for award in earned}
    _tell({a: said for a, said in known.items() if said.completed_on < _first_day(a)}, now)


@transaction.atomic
def leave(organization: Organization, award: Award, person: Person, because: str) -> None:
    """The certificate goes on to say what it says, until something else is reported."""
    said = because.strip()
    if not said or len(said) > _LONGEST:
        raise Refused(f"Say why it stays as it is, in up to {_LONGEST} characters.")
    open_ones = Hindsight.objects.of(organization).open().select_for_update(of=("self",))
    if (stands := open_ones.filter(award=award).first()) is None:
        raise Refused("Somebody has decided about it already.")
    stands.left_at, stands.left_by, stands.left_because = timezone.now(), person, said
    stands.save(update_fields=["left_at", "left_by", "left_because"])
    known = {"completed_on": str(stands.completed_on), "mark": stands.mark and str(stands.mark)}
    record(person, "left as it was issued", award, organization, because=said, known=known)


def take_over(award: Award) -> Said:
    """From now on the award says what is known; for the transaction that replaces its certificate.

    Refused where nothing else is known than what it says.
    """
    Award.objects.select_for_update().get(pk=award.pk)  # As `bring_up_to_date`: it comes first.
    known = Hindsight.objects.filter(award=award).first()
    if known is None:
        raise Refused(UNCHANGED)
    award.completed_on, award.mark = known.completed_on, known.mark
    award.save(update_fields=["completed_on", "mark"])
    known.delete()
    return _said(award)


def _said(award: Award) -> Said:
    return Said(award.completed_on, award.mark)


def _earned_by(enrolments: Collection[int]) -> AwardQuerySet:
    """Theirs, locked; each with what is kept beside it."""
    earned = Award.objects.filter(enrolment__in=enrolments, is_specimen=False, rejected_at=None)
    related = earned.select_related("enrolment", "hindsight").order_by("pk")
    return related.select_for_update(of=("self",))


def _first_day(award: Award) -> date:
    """The earliest that is known: what it says, or would say."""
    kept = _kept(award)
    return min(award.completed_on, kept.completed_on) if kept else award.completed_on


def _kept(award: Award) -> Hindsight | None:
    return getattr(award, "hindsight", None)


def _tell(known: Mapping[Award, Said], now: datetime) -> None:
    """To awards of which nothing was said yet; beside the others it is kept."""
    free = []
    for award, found in known.items():
        if award.issued_at or award.moderated_at:
            _keep(award, _best(award, found), now)
        elif found != _said(award):
            award.completed_on, award.mark, award.settled_under = *astuple(found), None
            free.append(award)
    Award.objects.bulk_update(free, ["completed_on", "mark", "settled_under"], batch_size=_AT_ONCE)


def _best(award: Award, known: Said) -> Said:
    """The earlier day and the better mark. A mark that nobody knew then has no place on it.

    Of the paths that renew, the one that came first gives both.
    """
    said = _said(award)
    if award.enrolment.continues_from and known.completed_on < said.completed_on:
        return known
    day = min(said.completed_on, known.completed_on)
    if said.mark is None or known.mark is None:
        return Said(day, said.mark)
    return Said(day, max(said.mark, known.mark))


def _keep(award: Award, best: Said, now: datetime) -> None:
    """What would be said by now, where it says more; nothing changes about what was decided."""
    kept = _kept(award)
    if best == _said(award) or (kept and Said(kept.completed_on, kept.mark) == best):
        return
    undecided = {"left_at": None, "left_by": None, "left_because": ""}
    fields = {"completed_on": best.completed_on, "mark": best.mark, "known_at": now}
    Hindsight.objects.update_or_create(award=award, defaults=fields | undecided)
