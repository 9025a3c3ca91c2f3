"""What moderation makes of results: they are upheld and go on, or rejected and end."""

from collections.abc import Collection
from datetime import datetime

from conferral.foundation.mail.models import Message
from conferral.learning.awards import letters
from conferral.learning.awards.models import Award, AwardQuerySet


def uphold(awards: Collection[int], now: datetime) -> int:
    """Nothing of moderation holds them up any more; the belt settles what else does.

    `awards`: their keys. Returns how many. Call it in the transaction of the deed.
    """
    return _locked(awards).update(moderated_at=now, settled_under=None)


def reject(awards: Collection[int], because: str, now: datetime) -> list[int]:
    """No certificate is ever issued of them; each learner is told why. Returns their keys."""
    related = ("enrolment__person", "enrolment__version__course__organization")
    ended = list(_locked(awards).select_related(*related))
    keys = [award.pk for award in ended]
    Award.objects.filter(pk__in=keys).update(rejected_at=now, rejected_because=because)
    Message.objects.bulk_create(
        letters.to_rejected(award, award.enrolment.person.email, because)
        for award in ended
        if award.enrolment.person.email  # The erased have none.
    )
    return keys


def _locked(awards: Collection[int]) -> AwardQuerySet:
    """Those that are not issued; whoever settles or issues them waits until we have committed."""
    unissued = Award.objects.unissued().filter(pk__in=awards)
    list(unissued.select_for_update().order_by("pk").values_list("pk"))
    return unissued
