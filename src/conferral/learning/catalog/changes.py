"""What was decided about awards goes stale when something that it rests on changes.

Whoever changes such a thing notes it. Whoever decides reads the mark first, and keeps it with the
decision: what is noted later is a higher one. A number, not a moment: clocks are set back, and
transactions end in another order than they began.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from conferral.foundation.accounts.models import Organization
from conferral.learning.catalog.models import Change


@transaction.atomic
def note(organization: Organization) -> None:
    """Let every award that is not issued be looked at again.

    Call it inside the action, before its line in the audit trail: two who ask for both in another
    order would wait for each other.
    """
    Change.objects.get_or_create(organization=organization)
    Change.objects.filter(organization=organization).update(number=F("number") + 1)


def marks(organizations: Iterable[int]) -> dict[int, int]:
    """The number of the last change that is to be seen, by organization.

    `organizations`: their keys. Read it before anything that the decision rests on: then whatever
    is not to be seen yet will be a higher number.
    """
    keys = set(organizations)
    known = Change.objects.filter(organization__in=keys).values_list("organization_id", "number")
    return dict.fromkeys(keys, 0) | dict(known)
