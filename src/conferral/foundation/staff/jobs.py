"""Lent roles begin and end by themselves."""

from django.utils import timezone

from conferral.foundation.belt import Stage
from conferral.foundation.staff import actions
from conferral.foundation.staff.models import Delegation, DelegationQuerySet


def turn() -> int:
    """Begin what is due, end what is over; return how many."""
    now = timezone.now()
    ended = sum(actions.end_if_over(each, now) for each in _over())
    return ended + sum(actions.begin_if_due(each, now) for each in _due())


def _waits() -> bool:
    return _due().exists() or _over().exists()


def _due() -> DelegationQuerySet:
    now = timezone.now()
    return _open().filter(membership=None, begins_at__lte=now, ends_at__gt=now)


def _over() -> DelegationQuerySet:
    return _open().filter(ends_at__lte=timezone.now())


def _open() -> DelegationQuerySet:
    found = Delegation.objects.unfinished()
    return found.select_related("organization", "person").order_by("pk")


LEND_ROLES = Stage("lend roles", _waits, turn)
