"""Letters about many certificates sent again: who would get one, who not and why; ask for it; stop.

For mail that a server took and lost, and for a course whose letters said something wrong.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from conferral.credentials.delivery import actions, letters
from conferral.credentials.delivery.models import Resending, Resent
from conferral.credentials.issuing.models import CredentialQuerySet
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import BATCH
from conferral.foundation.letters.writing import Writer
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.foundation.shown import refuse_others

_LETTER = "certificate__delivery__message"


class Fate(StrEnum):
    """What becomes of a certificate that was chosen, in words for staff."""

    SENT = "a letter is written"
    VOID = "not in force"
    COMING = "the first letter is still to come"
    UNSENT = "the last letter has not left yet"
    UNREACHABLE = "nobody knows an address"
    ASKED = "a letter is being written already"


@dataclass(frozen=True)
class Preview:
    fates: Counter[Fate]

    @property
    def count(self) -> int:
        return self.fates[Fate.SENT]

    @property
    def others(self) -> list[tuple[Fate, int]]:
        found = [fate for fate in Fate if fate in self.fates]
        return [(fate, self.fates[fate]) for fate in found if fate is not Fate.SENT]


def preview(chosen: CredentialQuerySet) -> Preview:
    """In one query, however many they are."""
    judged = chosen.order_by().annotate(fate=_fate())
    counted = judged.values_list("fate").annotate(count=Count("pk"))
    return Preview(Counter({Fate(fate): count for fate, count in counted}))


def sendable(chosen: CredentialQuerySet) -> CredentialQuerySet:
    """Those whose holder would get a letter."""
    return chosen.order_by().annotate(fate=_fate()).filter(fate=Fate.SENT)


@transaction.atomic
def send_all(
    organization: Organization,
    person: Person,
    chosen: CredentialQuerySet,
    *,
    expected: int,
    shown: str = "",
) -> Resending:
    """The belt writes them. `expected`, `shown`: how many, and which, as the person has seen
    (`foundation.shown`). Refused if there are others by now."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    ours = chosen.filter(status_list__organization=organization)
    keys = list(sendable(ours).values_list("pk", flat=True))
    if not keys:
        raise Refused("Nobody would get a letter.")
    if len(keys) != expected:
        raise Refused(f"By now {len(keys)} would get a letter, not {expected}. Look again.")
    refuse_others(keys, shown)
    resending = Resending.objects.create(
        organization=organization, by=person, at=timezone.now(), count=len(keys)
    )
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        Resent.objects.bulk_create(Resent(resending=resending, credential_id=key) for key in some)
    record(person, "asked for letters to be sent again", resending, organization, count=len(keys))
    tracking.begin(resending, organization, person, what=str(resending), total=len(keys))
    return resending


@transaction.atomic
def stop(resending: Resending, person: Person) -> int:
    """Those that are not written yet are never written. Return how many."""
    left, _ = resending.resent.open().delete()
    if not left:
        raise Refused("All of them are written already.")
    details = {"left": left}
    record(person, "stopped letters sent again", resending, resending.organization, **details)
    tracking.cancel(resending)
    return left


def write(rows: Sequence[Resent]) -> None:
    """A letter for each, or why there is none; within the caller's transaction."""
    writer, now = Writer(letters.CERTIFICATE), timezone.now()
    done: Counter[Resending] = Counter()
    failed: Counter[Resending] = Counter()
    for each in rows:
        try:
            actions.write_again(each.credential, writer)
            done[each.resending] += 1
        except Refused as refused:  # Something happened to it since it was looked at.
            each.refused = str(refused)
            failed[each.resending] += 1
        each.done_at = now
    Resent.objects.bulk_update(rows, ["done_at", "refused"])
    for resending in done | failed:
        tracking.advance(resending, done=done[resending], failed=failed[resending])


def _fate() -> Case:
    """The first thing that keeps a letter from being written."""
    taken_back = Q(revoked_at__isnull=False) | Q(suspended_at__isnull=False)
    void = taken_back | Q(stop__isnull=False)
    unsent = Q(**{f"{_LETTER}__sent_at": None, f"{_LETTER}__stopped_at": None})
    asked = Exists(Resent.objects.open().filter(credential=OuterRef("pk")))
    return Case(
        When(void, Value(Fate.VOID)),
        When(Q(certificate=None) | Q(certificate__announced_at=None), Value(Fate.COMING)),
        When(Q(award__enrolment__person__email=None), Value(Fate.UNREACHABLE)),
        When(Q(certificate__delivery__isnull=False) & unsent, Value(Fate.UNSENT)),
        When(asked, Value(Fate.ASKED)),
        default=Value(Fate.SENT),
        output_field=CharField(),
    )
