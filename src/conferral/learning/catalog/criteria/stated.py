"""What an award states of the facts that earned it: the day of completion and the mark."""

from datetime import datetime
from decimal import Decimal

from conferral.learning.catalog.criteria.earned import was_met
from conferral.learning.catalog.criteria.facts import Facts, Span
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
    """The first moment at which enough had been done, as far as dates are known.

    What came later, or was tried in vain before, moves it no more: it is the same in whatever
    order things are reported. A total has no date, so with one it is when the last thing was done.
    """
    moments = sorted(_moments(criterion, facts), reverse=True)
    if not moments or _counts_totals(criterion):
        return next(iter(moments), None)
    for moment in moments:
        if not was_met(criterion, facts.during(Span(before=moment))).met:
            return moment
    return moments[-1]  # What has no date was enough.


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


def _counts_totals(criterion: Criterion) -> bool:
    return any(isinstance(leaf, Measured) for leaf in leaves_of(criterion))


def _moments(criterion: Criterion, facts: Facts) -> set[datetime]:
    """Of all that was asked about. Sessions are attendance, so with a total of every module."""
    asked, leaves = modules_of(criterion), list(leaves_of(criterion))
    everything = _counts_totals(criterion)
    codes = {leaf.code for leaf in leaves if isinstance(leaf, Evaluated | Confirmed)}
    judged = {each.at for each in facts.judgements if each.yes and each.code in codes}
    tried = (
        result.moments for code, result in facts.results.items() if everything or code in asked
    )
    return judged.union(*tried)
