"""Two reports of one module become the better of both, in whatever order they arrive."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Outcome:
    """What one report says: passed or failed where it says so, percent, when."""

    passed: bool | None = None
    score: Decimal | None = None
    completed_at: datetime | None = None


def better(one: Outcome, other: Outcome) -> Outcome:
    """The best of each part. Commutative and associative, so order and repetition do not matter."""
    return Outcome(
        passed=_best_pass(one.passed, other.passed),
        score=max((s for s in (one.score, other.score) if s is not None), default=None),
        completed_at=min(
            (t for t in (one.completed_at, other.completed_at) if t is not None), default=None
        ),
    )


def _best_pass(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return False if False in (one, other) else None
