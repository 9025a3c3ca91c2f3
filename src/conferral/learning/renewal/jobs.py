"""Enter points from tables; renew what can be renewed, whenever something known may do it."""

from collections.abc import Sequence

from conferral.foundation.belt import Stage, advance
from conferral.foundation.runs import tracking
from conferral.learning.renewal import actions, taking_in
from conferral.learning.renewal.models import (
    PointsLine,
    PointsLineQuerySet,
    PointsTable,
    Renewal,
    RenewalQuerySet,
)

_ENTERED_AT_ONCE = 500  # Each is a line of the trail.


def enter_points() -> int:
    waiting = _unentered().select_related("table__organization", "table__by")
    return advance(waiting.order_by("pk"), taking_in.enter, _ENTERED_AT_ONCE)


def renew_changed() -> int:
    waiting = _unseen().select_related("award__enrolment__version__course__organization")
    return advance(waiting.order_by("pk"), renew)


def renew(renewals: Sequence[Renewal]) -> None:
    actions.renew(renewals)


def _unentered() -> PointsLineQuerySet:
    return PointsLine.objects.open().due().exclude(table__in=tracking.held(PointsTable))


def _unseen() -> RenewalQuerySet:
    return Renewal.objects.unseen().due()


ENTER_POINTS = Stage("enter points", lambda: _unentered().exists(), enter_points)
RENEW_CHANGED = Stage("renew", lambda: _unseen().exists(), renew_changed)
