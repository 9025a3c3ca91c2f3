"""Every night each certificate is looked at the way a stranger would, some every second."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Stage, advance_each
from conferral.foundation.chores.jobs import Chore
from conferral.oversight.selfcheck import actions
from conferral.oversight.selfcheck.models import Sweep, SweepQuerySet


def look() -> int:
    """Go on with each sweep that has had its pause."""
    return advance_each(_due().select_related("organization"), _go_on)


def begin(organization: Organization, today: date) -> str:
    actions.begin(organization, timezone.now())
    return "It has begun."


def _go_on(sweep: Sweep) -> None:
    actions.go_on(sweep, timezone.now(), settings.SELFCHECK_PER_SECOND)


def _due() -> SweepQuerySet:
    return Sweep.objects.open().due().order_by("pk")


LOOK_AT_OURS = Stage("self-check", lambda: _due().exists(), look)
BEGIN_SELFCHECK = Chore("begin a self-check", begin)
