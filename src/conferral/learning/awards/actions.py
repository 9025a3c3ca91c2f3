"""Settle what awards wait for; release those that a person must release."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import RIGHTS, Right, Role
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import BATCH
from conferral.foundation.refusal import Refused
from conferral.foundation.shown import refuse_others
from conferral.foundation.staff.members import in_force
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.awards.settling import Settlement, WaitsFor
from conferral.learning.awards.settling import settle as decide
from conferral.learning.awards.standings import standings
from conferral.learning.catalog import changes


@transaction.atomic
def settle(awards: Sequence[Award], now: datetime) -> list[Award]:
    """Decide what each award waits for; return those that nothing keeps from being issued.

    No version of theirs gains or loses its approval before the transaction ends.
    """
    marks, known = _marks(awards), standings(awards, now)  # In this order: see catalog.changes.
    decided = {standing: decide(standing) for standing in set(known)}
    moved: dict[Settlement, list[Award]] = defaultdict(list)
    for award, standing in zip(awards, known, strict=True):
        if decided[standing] != _known(award):
            moved[decided[standing]].append(award)
    for settlement, group in moved.items():
        _write(settlement, group)
    _keep(marks, awards, now)
    return [award for award in awards if award.waits_for == WaitsFor.NOTHING]


@transaction.atomic
def release(
    organization: Organization,
    person: Person,
    awards: AwardQuerySet,
    *,
    expected: int,
    shown: str = "",
) -> int:
    """Let those awards go that wait for a release; they are issued by the belt.

    `expected`, `shown`: how many the person was shown, and which (`foundation.shown`). Refused
    when there are others by now, or when one of them is for somebody else to release.
    """
    waiting = awards.of(organization).unissued().filter(waits_for=WaitsFor.RELEASE)
    found = list(waiting.select_related(_TYPE).select_for_update(of=("self",)).order_by("pk"))
    if not found or len(found) != expected:
        raise Refused(f"There are {len(found)} to release by now, not {expected}. Look again.")
    refuse_others((award.pk for award in found), shown)
    _refuse_others(roles_of(person, organization), found)
    for start in range(0, len(found), BATCH):
        keys = [award.pk for award in found[start : start + BATCH]]
        Award.objects.filter(pk__in=keys).update(
            released_at=timezone.now(), waits_for=WaitsFor.NOTHING, waits_because=""
        )
        record(person, "released", organization, organization, awards=keys)
    return len(found)


@transaction.atomic
def look_again(organization: Organization, person: Person) -> int:
    """Let the belt settle every award anew that is not issued; return how many."""
    count = Award.objects.of(organization).unissued().count()
    changes.note(organization)
    record(person, "had waiting awards looked at again", organization, organization, count=count)
    return count


def may_release(roles: Iterable[str], released_by: str) -> bool:
    """The role that the certificate type names, where it has the right; or an administrator."""
    held = {Role(role) for role in roles}
    return Role.ADMINISTRATOR in held or any(
        role == released_by and Right.RELEASE in RIGHTS[role] for role in held
    )


def roles_of(person: Person, organization: Organization) -> frozenset[str]:
    held = in_force(timezone.now()).filter(person=person, organization=organization)
    return frozenset(held.values_list("role", flat=True))


_TYPE = "enrolment__version__certificate_type"


def _known(award: Award) -> Settlement:
    return Settlement(WaitsFor(award.waits_for), award.waits_because, award.due_on)


def _write(settlement: Settlement, awards: Sequence[Award]) -> None:
    fields = {
        "waits_for": settlement.waits_for,
        "waits_because": settlement.because,
        "due_on": settlement.due_on,
    }
    Award.objects.filter(pk__in=[award.pk for award in awards]).update(**fields)
    for award in awards:
        for name, value in fields.items():
            setattr(award, name, value)


def _marks(awards: Iterable[Award]) -> dict[int, int]:
    """The last change of its organization, by version."""
    versions = {award.enrolment.version_id: award.enrolment for award in awards}
    owners = {key: each.version.course.organization_id for key, each in versions.items()}
    marks = changes.marks(owners.values())
    return {version: marks[owner] for version, owner in owners.items()}


def _keep(marks: Mapping[int, int], awards: Iterable[Award], now: datetime) -> None:
    """Under which change they were settled, where that is another one than before."""
    stale: dict[int, list[Award]] = defaultdict(list)
    for award in awards:
        mark = marks[award.enrolment.version_id]
        if award.settled_under != mark:
            award.settled_under, award.settled_at = mark, now
            stale[mark].append(award)
    for mark, group in stale.items():
        keys = [award.pk for award in group]
        Award.objects.filter(pk__in=keys).update(settled_under=mark, settled_at=now)


def _refuse_others(roles: frozenset[str], awards: Iterable[Award]) -> None:
    types = {award.enrolment.version.certificate_type for award in awards}
    for role in sorted({wanted.released_by for wanted in types if wanted}):
        if not may_release(roles, role):
            raise Refused(f"Only somebody who is {role}, or an administrator, may release these.")
