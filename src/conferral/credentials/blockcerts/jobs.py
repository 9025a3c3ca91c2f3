"""Credentials that came into the log wait for the day's transaction, where that is wanted."""

from conferral.credentials.blockcerts import actions
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import BATCH, Stage


def plant() -> int:
    asking = Organization.objects.filter(has_blockcerts=True)
    return sum(actions.plant(each, BATCH) for each in asking)


def _waits() -> bool:
    asking = Organization.objects.filter(has_blockcerts=True)
    return any(actions.without_leaf(each).exists() for each in asking)


PLANT = Stage("plant blockcerts", _waits, plant)
