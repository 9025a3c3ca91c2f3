"""What moderation makes of results: they are upheld and go on, or rejected and end; and what an
appeal makes of that."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.letters.writing import Writer
from conferral.foundation.mail.models import Message
from conferral.learning.awards import holding, letters, life
from conferral.learning.awards.life import Verb
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
    writer = Writer(letters.NOT_UPHELD)
    Message.objects.bulk_create(
        letters.to_rejected(writer, award, because)
        for award in ended
        if award.enrolment.person.email  # The erased have none.
    )
    return keys


@transaction.atomic
def accept(award: Award, person: Person, because: str) -> None:
    """Moderators have rejected it, and were wrong: it goes on as if they had upheld it.

    The draw, the opinions and the rejection stay in their round and in the trail.
    """
    related = Award.objects.select_related("enrolment__version__course__organization")
    stands = related.select_for_update(of=("self",)).get(pk=award.pk)
    life.after(holding.state(stands), Verb.ACCEPT)
    said = {"because": because, "rejected": stands.rejected_because}
    stands.rejected_at, stands.rejected_because = None, ""
    stands.moderated_at, stands.settled_under = timezone.now(), None
    stands.save(update_fields=["rejected_at", "rejected_because", "moderated_at", "settled_under"])
    record(person, "accepted", stands, stands.enrolment.version.course.organization, **said)


def _locked(awards: Collection[int]) -> AwardQuerySet:
    """Those that are not issued; whoever settles or issues them waits until we have committed."""
    unissued = Award.objects.unissued().filter(pk__in=awards)
    list(unissued.select_for_update().order_by("pk").values_list("pk"))
    return unissued
