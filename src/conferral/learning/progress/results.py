"""Several reports of one module become one: the best of them, and the newest one by one.

Whatever the order in which they arrive, and however often, the outcome is the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

from conferral.learning.catalog.criteria import Attempt, best_of

MOST = 50  # Attempts that are told apart; of more, the newest.
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOTHING = Attempt()


@dataclass(frozen=True)
class Outcome:
    """All that was reported of one module. Attempts that say nothing are none."""

    best: Attempt
    attempts: frozenset[Attempt]

    @classmethod
    def of(cls, *reported: Attempt) -> Self:
        return cls(best_of(reported), _newest(reported))

    @classmethod
    def kept(cls, best: Attempt, attempts: Iterable[Any]) -> Self:
        """From what a row keeps: `attempts` as `attempts_to_json` wrote them."""
        return cls(best, frozenset(map(attempt_from_json, attempts)) or _newest([best]))

    def and_also(self, other: "Outcome") -> "Outcome":
        """Commutative, associative and idempotent."""
        return Outcome(best_of((self.best, other.best)), _newest(self.attempts | other.attempts))

    def since(self, moment: datetime) -> "Outcome | None":
        """What of it was done at that moment or later; what has no date cannot be told from before.

        None where there is nothing.
        """
        told = frozenset(each for each in self.attempts if each.at and each.at >= moment)
        return Outcome(best_of(told), told) if told else None

    def attempts_to_json(self) -> list[Any]:
        """Nothing where the best says it all."""
        if self.attempts <= {self.best}:
            return []
        return [
            [each.passed, _digits(each.score), _written(each.at)]
            for each in sorted(self.attempts, key=_age)
        ]


def attempt_from_json(kept: list[Any]) -> Attempt:
    passed, score, at = kept
    return Attempt(
        passed, None if score is None else Decimal(score), at and datetime.fromisoformat(at)
    )


def _newest(attempts: Iterable[Attempt]) -> frozenset[Attempt]:
    told = {each for each in attempts if each != _NOTHING}
    return frozenset(sorted(told, key=_age)[-MOST:])


def _age(attempt: Attempt) -> tuple[datetime, int, Decimal]:
    """Oldest first; of one moment the worst first. A total order, so that cutting off is fair."""
    passed = {None: 0, False: 1, True: 2}[attempt.passed]
    score = Decimal(-1) if attempt.score is None else attempt.score
    return attempt.at or _NEVER, passed, score


def _written(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None  # One moment, one spelling.


def _digits(score: Decimal | None) -> str | None:
    return None if score is None else str(score)
