"""Was it ever met? What came after an award was made takes nothing back."""

from dataclasses import replace

from conferral.learning.catalog.criteria.deciding import Decision, decide
from conferral.learning.catalog.criteria.facts import Facts
from conferral.learning.catalog.criteria.kinds import (
    All,
    Any,
    AtLeast,
    Criterion,
    Scored,
    Titles,
    Which,
    Within,
)

_NO_TITLES = Titles()


def was_met(criterion: Criterion, facts: Facts, titles: Titles = _NO_TITLES) -> Decision:
    """As `decide`, as if every attempt had been the last, and every yes the last word.

    `facts.held` should name every certificate that was ever held.
    """
    kind = tuple(each for each in facts.judgements if each.yes)
    return decide(_whichever_attempt(criterion), replace(facts, judgements=kind), titles)


def _whichever_attempt(criterion: Criterion) -> Criterion:
    match criterion:
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return replace(criterion, parts=tuple(map(_whichever_attempt, parts)))
        case Within(_, _, part):
            return replace(criterion, part=_whichever_attempt(part))
        case Scored():
            return replace(criterion, attempt=Which.BEST)
        case leaf:
            return leaf
