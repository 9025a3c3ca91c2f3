"""Renewals that came to nothing, because no certificate is left of what they led to.

The older certificate may be renewed once more then, by what is done from the next day on. If what
was taken back counts again, its renewal does, too; unless another one has led to a certificate.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, Subquery

from conferral.foundation.accounts.models import Organization
from conferral.learning.awards import keeping_back
from conferral.learning.awards.models import Award
from conferral.learning.renewal.models import Renewal


def undo(led_to: Iterable[int], now: datetime) -> list[int]:
    """`led_to`: the keys of awards whose certificates are revoked. In the transaction of the deed,
    before it touches the awards: as `actions.renew` it locks renewals first.

    Returns the keys of the older awards, under a lock: nothing is given back meanwhile.
    """
    renewals = Renewal.objects.counting().filter(enrolment__award__in=list(led_to))
    older = dict(renewals.select_for_update(of=("self",)).order_by("pk").values_list("pk", "award"))
    Renewal.objects.filter(pk__in=older).update(undone_at=now)
    locked = Award.objects.filter(pk__in=older.values()).select_for_update().order_by("pk")
    return list(locked.values_list("pk", flat=True))


def undo_rejected(organization: Organization) -> int:
    """What led to results that moderators rejected; return how many."""
    rejected = Renewal.objects.of(organization).counting()
    rejected = rejected.filter(enrolment__award__rejected_at__isnull=False)
    at = Award.objects.filter(enrolment=OuterRef("enrolment")).values("rejected_at")
    return rejected.update(undone_at=Subquery(at))


def count_again(led_to: Iterable[int], now: datetime) -> None:
    """`led_to`: the keys of awards of which a certificate has just been issued."""
    undone = Renewal.objects.filter(enrolment__award__in=list(led_to), undone_at__isnull=False)
    for renewal in undone.order_by("award"):
        _count_again(renewal, now)


def let_count(led_to: Iterable[int]) -> None:
    """`led_to`: the keys of awards whose certificates stand, where no other renewal counts."""
    Renewal.objects.filter(enrolment__award__in=list(led_to)).update(undone_at=None)


def _count_again(renewal: Renewal, now: datetime) -> None:
    # As `keeping_back.older_of`: nothing is earned in the other one while we look.
    Award.objects.select_for_update().get(pk=renewal.award_id)
    other = Renewal.objects.counting().filter(award=renewal.award_id).first()
    if other is not None:
        earned = Award.objects.filter(enrolment=other.enrolment_id)
        if earned.filter(issued_at__isnull=False).exists():
            return
        Renewal.objects.filter(pk=other.pk).update(undone_at=now)
        keeping_back.keep_back(earned, keeping_back.RENEWED_OTHERWISE, now)
    Renewal.objects.filter(pk=renewal.pk).update(undone_at=None)
