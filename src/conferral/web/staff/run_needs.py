"""Long work that does not go on by itself: somebody paused it, or some of it failed."""

from collections.abc import Iterable

from django.db.models import Q

from conferral.foundation.runs.life import State
from conferral.foundation.runs.models import Run
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.needs import Need
from conferral.web.staff.run_page import Shown, shown

_AT_MOST = 3
_LOOKED_AT = 50


def runs_of_today(request: MemberRequest) -> list[Shown]:
    """What goes on, and what has ended with something in it that nobody has seen to."""
    failed = Q(ended_at__isnull=False, failed__gt=0, settled_at=None)
    goes_on = Q(ended_at=None, cancelled_at=None)
    ours = Run.objects.of(request.organization).filter(failed | goes_on)
    found = ours.select_related("asked_by", "paused_by").order_by("-began_at")[:_LOOKED_AT]
    return [shown(request, run) for run in found]


def run_needs(runs: Iterable[Shown]) -> list[Need]:
    """To those who may do something about it, until somebody has."""
    mine = [it for it in runs if it.may_decide and _is_needy(it)]
    return [_need(it) for it in mine[:_AT_MOST]]


def running_of(runs: Iterable[Shown]) -> list[Shown]:
    """What goes on; what is paused stands among the needs of those who may resume it."""
    return [it for it in runs if it.is_open and not (it.may_decide and _is_needy(it))]


def _is_needy(it: Shown) -> bool:
    return it.run.state is not State.RUNNING


def _need(it: Shown) -> Need:
    title, note = _paused(it) if it.run.state is State.PAUSED else _failed(it)
    return Need(it.kind.name.capitalize(), "warn", title, note, it.address, "Look")


def _paused(it: Shown) -> tuple[str, str]:
    return f"“{it.run.what}” is paused", f"{it.words}. {it.time}"


def _failed(it: Shown) -> tuple[str, str]:
    count, unit = it.run.failed, it.kind.unit
    units = unit if count == 1 else f"{unit}s"
    return (
        f"{count:,} {units} of “{it.run.what}” {it.kind.amiss}",
        "Each says why. The others are done.",
    )
