"""Checkpoints go out once a day, and are looked after until a block holds them."""

from django.utils import timezone

from conferral.credentials.anchoring import actions, places
from conferral.foundation.belt import Stage, advance_each

_AT_ONCE = 10


def anchor() -> int:
    now = timezone.now()
    if not places.configured():
        return 0
    return actions.choose(now) + advance_each(actions.due(now), actions.step, batch=_AT_ONCE)


def _waits() -> bool:
    now = timezone.now()
    return bool(places.configured()) and (any(actions.places_due(now)) or actions.due(now).exists())


ANCHOR = Stage("anchor", _waits, anchor)
