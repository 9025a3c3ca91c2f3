"""People are told at once: when more is to be signed than the budget allows, and whenever else."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import models, transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.audit.models import Entry
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import Stage
from conferral.foundation.letters import letters
from conferral.foundation.letters.kinds import LetterKind
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import OverBudget

DEED = "stopped signing for the rest of a minute"
_AGAIN_AFTER = timedelta(hours=1)  # One alarm says it; a second one a minute later says nothing.
_RECENT = timedelta(days=1)


@dataclass(frozen=True)
class Alarm:
    """`deed`: for the audit trail. `letter`: with the variables `name`, of its reader, and
    `because`."""

    deed: str
    letter: LetterKind


def watched(stage: Stage) -> Stage:
    """The stage, which raises the alarm when it is over the budget, and then waits."""

    def run() -> int:
        try:
            return stage.run()
        except OverBudget as error:
            raise_alarm(stage.name, str(error), timezone.now())
            return 0

    return replace(stage, run=run)


@transaction.atomic
def raise_alarm(stage: str, because: str, now: datetime) -> None:
    """A line in the trail of every organization, and a letter to each who may manage its keys."""
    for organization in Organization.objects.select_for_update().order_by("pk"):
        tell_keepers(organization, SIGNING_STOPPED, because, now, stage=stage)


@transaction.atomic
def tell_keepers(
    organization: Organization, alarm: Alarm, because: str, now: datetime, **details: object
) -> None:
    """A line and the letters of one organization; once in an hour of the same kind."""
    if _lines(organization, alarm).filter(at__gt=now - _AGAIN_AFTER).exists():
        return
    record(None, alarm.deed, organization, organization, because=because, **details)
    Message.objects.bulk_create(
        _letter(organization, keeper, alarm, because, now) for keeper in keepers(organization)
    )


def latest(organization: Organization, now: datetime) -> Entry | None:
    """The alarm of the last day, for the page of today."""
    return (
        _lines(organization, SIGNING_STOPPED).filter(at__gt=now - _RECENT).order_by("-at").first()
    )


def keepers(organization: Organization) -> list[Person]:
    """Those who may manage its keys and can be written to."""
    held = {"memberships__organization": organization}
    roles = {"memberships__role__in": roles_with(Right.MANAGE_KEYS)}
    found = Person.objects.filter(**held, **roles, is_active=True, email__isnull=False)
    return list(found.distinct().order_by("pk"))


def _lines(organization: Organization, alarm: Alarm) -> models.QuerySet[Entry]:
    return Entry.objects.filter(organization=organization, deed=alarm.deed)


def _letter(
    organization: Organization, keeper: Person, alarm: Alarm, because: str, now: datetime
) -> Message:
    kind = sha256(alarm.deed.encode()).hexdigest()[:8]
    key = f"alarm:{organization.pk}:{keeper.pk}:{now:%Y-%m-%dT%H:%M}:{kind}"
    facts = {"name": keeper.printed_name, "because": because}
    return Writer(alarm.letter).write(organization, Reader.of(keeper), key, facts)


SIGNING_STOPPED = Alarm(DEED, letters.SIGNING_STOPPED)
