"""Do what recalls ask for: a few certificates at a time, so that it goes on wherever it stopped."""

from collections.abc import Sequence

from django.db.models import Q

from conferral.credentials.issuing.models import KeyChange, Use
from conferral.credentials.recalls import actions
from conferral.credentials.recalls.models import Deed, Recall, Recalled, RecalledQuerySet
from conferral.foundation.belt import Stage, advance
from conferral.foundation.runs import tracking

BATCH = 200  # Each is a line of the trail, a leaf of the log and perhaps a signature.


def call_back() -> int:
    waiting = _waiting().select_related(
        "recall__submitted_by",
        "recall__organization",
        "credential__shape",
        "credential__status_list__organization",
        "credential__award__enrolment__person",
        "credential__award__enrolment__renewal__award",
        "credential__award__enrolment__version__course",
    )
    return advance(waiting.order_by("pk"), do, BATCH)


def do(rows: Sequence[Recalled]) -> None:
    actions.do(rows)


def _waiting() -> RecalledQuerySet:
    """While a key is said to be stolen, nothing is replaced: the next one signs it."""
    halted = KeyChange.objects.halting(Use.CREDENTIALS).values("organization")
    unsigned = Q(recall__deed=Deed.REPLACE, recall__organization__in=halted)
    paused = Q(recall__in=tracking.held(Recall))
    return Recalled.objects.begun().due().exclude(unsigned).exclude(paused)


CALL_BACK = Stage("call back", lambda: _waiting().exists(), call_back)
