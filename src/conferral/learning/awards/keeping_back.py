"""What would renew a certificate that was taken back is not issued before somebody has looked.

It is held with a reason of its own, beside the reason of whoever holds it already: who lets it go
has read both. In a batch it waits no longer; whoever lets a batch go looks at numbers.
"""

from collections.abc import Sequence
from datetime import datetime

from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.progress.models import Enrolment

REVOKED = "The certificate that it renews was revoked."
SUSPENDED = "The certificate that it renews is suspended."
NOT_IN_FORCE = "The certificate that it renews did not count when this one was earned."
RENEWED_OTHERWISE = "The certificate that it renews was renewed otherwise."
"""That the older one counts again does not end this: it is like the reason of a person."""
_SENTENCES = (REVOKED, SUSPENDED, NOT_IN_FORCE)
_FIELDS = ("held_at", "held_because", "waits_for", "waits_because", "settled_under", "batch")
_LONGEST = 200
_AT_ONCE = 400  # So many rows in one statement; SQLite takes no more of its words.


def keep_back(next_ones: AwardQuerySet, because: str, now: datetime) -> None:
    """`because`: one of the sentences above. In the transaction of the deed."""
    kept = _locked(next_ones)
    for award in kept:
        _hold(award, f"{because} {_other_words(award)}".strip(), now)
        if award.batch and award.batch.is_open:
            award.batch = None
    Award.objects.bulk_update(kept, _FIELDS, batch_size=_AT_ONCE)


def let_on(next_ones: AwardQuerySet) -> None:
    """The older one counts again: what was kept back for it alone goes on."""
    kept = [award for award in _locked(next_ones) if award.held_because.startswith(_SENTENCES)]
    for award in kept:
        if others := _other_words(award):
            _hold(award, others, award.held_at)
        else:
            award.held_at, award.held_because, award.settled_under = None, "", None
    Award.objects.bulk_update(kept, _FIELDS, batch_size=_AT_ONCE)


def older_of(enrolments: Sequence[Enrolment]) -> list[int]:
    """The keys of the awards that are renewed in them and do not count any more.

    All that are renewed are locked: who takes one back meanwhile waits, and finds the next one.
    """
    renewing = [each.pk for each in enrolments if each.continues_from]
    if not renewing:
        return []
    older = Award.objects.filter(renewals__enrolment__in=renewing).order_by("pk")
    locked = older.select_for_update(of=("self",)).values_list("pk", "ended_at")
    return [pk for pk, ended_at in locked if ended_at]


def keep_back_new(enrolments: Sequence[Enrolment], older: Sequence[int], now: datetime) -> None:
    """Of these, what was earned `now`: what was earned before, somebody may have looked at.

    Also what was earned in a renewal that came to nothing, because another one counts.
    """
    renewing = [each.pk for each in enrolments if each.continues_from]
    if not renewing:
        return
    fresh = Award.objects.filter(earned_at=now, enrolment__in=renewing)
    if older:
        keep_back(fresh.filter(enrolment__renewal__award__in=older), NOT_IN_FORCE, now)
    undone = fresh.filter(enrolment__renewal__undone_at__isnull=False)
    keep_back(undone, RENEWED_OTHERWISE, now)


def foreseen(enrolments: Sequence[Enrolment]) -> dict[int, str]:
    """As `keep_back_new`, for whoever only looks: by enrolment, why what is earned in it would be
    kept back."""
    renewing = [each.pk for each in enrolments if each.continues_from]
    if not renewing:
        return {}
    known = Enrolment.objects.filter(pk__in=renewing).values_list("pk", flat=True)
    ended = known.filter(renewal__award__ended_at__isnull=False)
    undone = known.filter(renewal__undone_at__isnull=False)
    return dict.fromkeys(ended, NOT_IN_FORCE) | dict.fromkeys(undone, RENEWED_OTHERWISE)


def _locked(awards: AwardQuerySet) -> list[Award]:
    unissued = awards.unissued().select_related("batch")
    return list(unissued.select_for_update(of=("self",)).order_by("pk"))


def _hold(award: Award, because: str, since: datetime | None) -> None:
    award.held_at, award.held_because = since, because[:_LONGEST]
    award.waits_for, award.waits_because = WaitsFor.HOLD, award.held_because


def _other_words(award: Award) -> str:
    """Why somebody else holds it."""
    if award.batch and award.batch.is_open:
        return ""
    words = award.held_because
    for sentence in _SENTENCES:
        words = words.removeprefix(sentence).strip()
    return words
