"""Every kind of long work there is; who adds one adds it here."""

from collections.abc import Mapping

from conferral.credentials.delivery.running import RESENDINGS, STOPPINGS
from conferral.credentials.recalls.running import RECALLS
from conferral.foundation.runs.kinds import Kind
from conferral.foundation.runs.models import Run
from conferral.learning.awards.running import BATCHES
from conferral.learning.progress.running import ANNOUNCEMENTS, IMPORTS
from conferral.learning.renewal.running import POINTS

KINDS: tuple[Kind, ...] = (
    IMPORTS,
    POINTS,
    ANNOUNCEMENTS,
    BATCHES,
    RECALLS,
    RESENDINGS,
    STOPPINGS,
)
_BY_ROWS: Mapping[str, Kind] = {kind.of._meta.label: kind for kind in KINDS}


def kind_of(run: Run) -> Kind:
    return _BY_ROWS[run.kind]


def stuck_of(run: Run) -> int:
    """How many of its rows gave up, and need a person before it can end."""
    stuck = kind_of(run).stuck
    return stuck(run.number).count() if stuck else 0
