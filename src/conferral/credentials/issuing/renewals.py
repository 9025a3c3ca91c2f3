"""A certificate that was issued because another one ends: the older one names it from now on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from conferral.credentials.issuing import events
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.learning.awards import keeping_back
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.renewal import actions, undoing
from conferral.learning.renewal.models import Renewal, RenewalQuerySet

_AT_ONCE = 400  # So many rows in one statement; SQLite takes no more of its words.


def note(issued: Sequence[Credential], now: datetime) -> None:
    """Call it in the transaction in which they were issued, with their awards and enrolments.

    A certificate may renew another one, and be the refresher that a third has waited for.
    """
    actions.look_again({each.award.enrolment.person_id for each in issued})
    fresh = {
        each.award.enrolment_id: each for each in issued if each.award.enrolment.continues_from
    }
    undoing.count_again([each.award_id for each in fresh.values()], now)
    counting = Renewal.objects.counting().filter(enrolment__in=fresh)
    renewed = counting.values_list("award", "enrolment")
    _name({award: fresh[enrolment] for award, enrolment in renewed}, now)


def give_back(credential: Credential, now: datetime) -> None:
    """What had been revoked counts again: it renews what it renewed, and names what was let go
    meanwhile that renews it."""
    note([credential], now)
    _name(_newest(Renewal.objects.counting().filter(award=credential.award_id)), now)


def keep_back(taken_back: Iterable[Credential], because: str, now: datetime) -> None:
    """What goes on from a certificate that was taken back is not issued before somebody has looked.

    `because`: one of the sentences of `learning/awards/keeping_back.py`.
    """
    keeping_back.keep_back(_next_ones(each.award_id for each in taken_back), because, now)


def let_on(counts_again: Credential) -> None:
    """What was kept back for it alone goes on."""
    keeping_back.let_on(_next_ones([counts_again.award_id]))


def undo(revoked: Iterable[Credential], now: datetime) -> None:
    """What was renewed by one that was revoked is not renewed: it counts to its end, and can be
    replaced, or renewed once more. Unless an appeal has left another one that renews it."""
    awards = [each.award_id for each in revoked]
    older = undoing.undo(awards, now)
    named = Credential.objects.filter(renewed_by__award__in=awards)
    named.update(renewed_by=None, page_made_at=None)
    by_award = _newest(Renewal.objects.filter(award__in=older))
    undoing.let_count(each.award_id for each in by_award.values())
    _name(by_award, now)


def look_again(credential: Credential) -> None:
    """It counts again: it may be the refresher that another one waits for, or that one itself."""
    actions.look_again([credential.award.enrolment.person_id])


def _name(by_award: Mapping[int, Credential], now: datetime) -> None:
    """By the key of the older one's award: the one that it names from now on."""
    older = _standing().filter(award__in=by_award, renewed_by=None)
    pairs = [
        (old, by_award[old.award_id])
        for old in older.select_related("status_list__organization").order_by("pk")
    ]
    for old, new in pairs:
        old.renewed_by_id, old.page_made_at = new.number, None
    Credential.objects.bulk_update(
        [old for old, _ in pairs], ["renewed_by", "page_made_at"], batch_size=_AT_ONCE
    )
    events.of_renewals(pairs, now)


def _newest(renewals: RenewalQuerySet) -> dict[int, Credential]:
    """By the key of the older one's award: the newest that they have led to and that stands."""
    renewing = "award__enrolment__renewal"
    found = _standing().filter(**{f"{renewing}__in": renewals}).select_related(renewing)
    return {each.award.enrolment.renewal.award_id: each for each in found.order_by("pk")}


def _standing() -> CredentialQuerySet:
    """Without what was taken back; what is suspended may count again."""
    return Credential.objects.current().filter(revoked_at=None)


def _next_ones(older: Iterable[int]) -> AwardQuerySet:
    return Award.objects.filter(enrolment__renewal__award__in=list(older))
