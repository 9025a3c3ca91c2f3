"""What an award states of the facts that earned it: the day of completion and the mark."""

from datetime import datetime
from decimal import Decimal

from conferral.learning.catalog.criteria.facts import Facts
from conferral.learning.catalog.criteria.kinds import (
    Confirmed,
    Criterion,
    Evaluated,
    Measured,
    Scored,
    Which,
    leaves_of,
    modules_of,
)


def completed_at(criterion: Criterion, facts: Facts) -> datetime | None:
    """When the last thing that was asked was done, as far as dates are known."""
    asked, leaves = modules_of(criterion), list(leaves_of(criterion))
    everything = any(isinstance(leaf, Measured) for leaf in leaves)  # Sessions are attendance.
    codes = {leaf.code for leaf in leaves if isinstance(leaf, Evaluated | Confirmed)}
    moments = [
        result.at
        for code, result in facts.results.items()
        if result.at and (everything or code in asked)
    ]
    moments += [each.at for each in facts.judgements if each.yes and each.code in codes]
    return max(moments, default=None)


def mark(criterion: Criterion, facts: Facts) -> Decimal | None:
    """The only score among the modules that were asked about, in percent; None if several."""
    last = {
        leaf.module
        for leaf in leaves_of(criterion)
        if isinstance(leaf, Scored) and leaf.attempt is Which.LAST
    }
    results = {code: facts.results.get(code) for code in modules_of(criterion)}
    scores = [
        result.last.score if code in last else result.score
        for code, result in results.items()
        if result
    ]
    known = [score for score in scores if score is not None]
    return known[0] if len(known) == 1 else None
