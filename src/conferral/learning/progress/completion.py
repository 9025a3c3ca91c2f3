"""What every learning system tells us, in our own words."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Completion:
    """One learner has completed one module.

    `passed` is None when the system knows no pass mark for the module; `score` is in percent,
    0 to 100; `completed_at` carries its zone.
    """

    email: str
    name: str
    course: str
    module: str
    passed: bool | None
    score: Decimal | None
    completed_at: datetime | None
