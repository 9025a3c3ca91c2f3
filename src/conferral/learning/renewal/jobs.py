"""Renew what can be renewed: whenever something became known that may do it."""

from collections.abc import Sequence

from conferral.foundation.belt import Stage, advance
from conferral.learning.renewal import actions
from conferral.learning.renewal.models import Renewal, RenewalQuerySet


def renew_changed() -> int:
    waiting = _unseen().select_related("award__enrolment__version__course__organization")
    return advance(waiting.order_by("pk"), renew)


def renew(renewals: Sequence[Renewal]) -> None:
    actions.renew(renewals)


def _unseen() -> RenewalQuerySet:
    return Renewal.objects.unseen().due()


RENEW_CHANGED = Stage("renew", lambda: _unseen().exists(), renew_changed)
