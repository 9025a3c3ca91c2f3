"""What would change if the criterion were another one: who gains, who loses."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from conferral.learning.catalog.criteria.deciding import decide
from conferral.learning.catalog.criteria.facts import Facts
from conferral.learning.catalog.criteria.kinds import Criterion

Who = TypeVar("Who")


@dataclass(frozen=True)
class Comparison(Generic[Who]):
    """Who meets only the new one, who met only the old one, for whom nothing changes."""

    gain: tuple[Who, ...]
    lose: tuple[Who, ...]
    same: tuple[Who, ...]


def compare(old: Criterion, new: Criterion, people: Iterable[tuple[Who, Facts]]) -> Comparison[Who]:
    """Hold each person's facts against both. The order of people is kept."""
    gain: list[Who] = []
    lose: list[Who] = []
    same: list[Who] = []
    for who, facts in people:
        before, after = decide(old, facts).met, decide(new, facts).met
        (same if before == after else gain if after else lose).append(who)
    return Comparison(tuple(gain), tuple(lose), tuple(same))
