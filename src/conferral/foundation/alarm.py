"""When more is to be signed than the budget allows: the stage waits, and people are told."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.audit.models import Entry
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import Stage
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import OverBudget

DEED = "stopped signing for the rest of a minute"
_AGAIN_AFTER = timedelta(hours=1)  # One alarm says it; a second one a minute later says nothing.
_RECENT = timedelta(days=1)


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
        if _lines(organization).filter(at__gt=now - _AGAIN_AFTER).exists():
            continue
        record(None, DEED, organization, organization, stage=stage, because=because)
        Message.objects.bulk_create(
            _letter(organization, keeper, because, now) for keeper in keepers(organization)
        )


def latest(organization: Organization, now: datetime) -> Entry | None:
    """The alarm of the last day, for the page of today."""
    return _lines(organization).filter(at__gt=now - _RECENT).order_by("-at").first()


def keepers(organization: Organization) -> list[Person]:
    """Those who may manage its keys and can be written to."""
    held = {"memberships__organization": organization}
    roles = {"memberships__role__in": roles_with(Right.MANAGE_KEYS)}
    found = Person.objects.filter(**held, **roles, is_active=True, email__isnull=False)
    return list(found.distinct().order_by("pk"))


def _lines(organization: Organization) -> models.QuerySet[Entry]:
    return Entry.objects.filter(organization=organization, deed=DEED)


def _letter(organization: Organization, keeper: Person, because: str, now: datetime) -> Message:
    return Message(
        organization=organization,
        key=f"alarm:{organization.pk}:{keeper.pk}:{now:%Y-%m-%dT%H:%M}",
        to=keeper.email or "",
        subject=f"Signing was stopped at {organization}"[:200],
        text=_TEXT.format(name=keeper.printed_name, because=because, organization=organization),
    )


_TEXT = """Dear {name},

{because} Signing for {organization} stopped for the rest of that minute and went on after it;
nothing is lost, and whatever waits for a signature is signed by itself.

If you know of so many certificates at once, nothing has to be done (SIGNATURES_PER_MINUTE sets the
limit). If you do not: look at the page Activity for what was issued, and at the page Keys.
"""
