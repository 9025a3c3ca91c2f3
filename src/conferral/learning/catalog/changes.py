"""What was decided about awards goes stale when something that it rests on changes.

Whoever changes such a thing notes it; whoever decides holds the mark first. So a decision and a
change come one after the other: nothing is decided on what is being changed, and no change is
missed. A number, not a moment: clocks are set back, and transactions end in another order than
they began.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import Change


@transaction.atomic
def note(organization: Organization) -> None:
    """Let every award that is not issued be looked at again.

    Call it inside the action, and first: whoever holds the mark asks for other rows after it, and
    two who ask in another order wait for each other.
    """
    Change.objects.get_or_create(organization=organization)
    Change.objects.filter(organization=organization).update(number=F("number") + 1)


def hold(organizations: Iterable[int]) -> dict[int, int]:
    """The number of the last change, by organization; no change is noted until we commit.

    `organizations`: their keys. Call it in the transaction that decides, before it reads.
    """
    keys = set(organizations)
    held = _locked(keys)
    if held.keys() != keys:
        Change.objects.bulk_create(
            (Change(organization_id=key) for key in keys - held.keys()), ignore_conflicts=True
        )
        held = _locked(keys)
    return held


def _locked(keys: set[int]) -> dict[int, int]:
    # Everybody locks in the same order, so nobody waits in a circle.
    marks = Change.objects.filter(organization__in=keys).order_by("organization_id")
    return dict(marks.select_for_update().values_list("organization_id", "number"))
