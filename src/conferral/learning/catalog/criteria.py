"""When is a course completed? Conditions as values, decided on plain facts.

    All((Completed("intro"), Any((Scored("exam", Decimal(60)), Passed("project")))))

A decision says why, so that a learner can be told what is still to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any as Anything


@dataclass(frozen=True)
class Result:
    """What is known of one module: done at all, passed or failed if known, percent if scored."""

    completed: bool = True
    passed: bool | None = None
    score: Decimal | None = None


Facts = Mapping[str, Result]  # By module code; no entry: no data yet.


@dataclass(frozen=True)
class Decision:
    met: bool
    still_to_do: tuple[str, ...] = ()


_MET = Decision(met=True)


@dataclass(frozen=True)
class Completed:
    """The module is done and not reported as failed."""

    module: str

    def decide(self, facts: Facts, titles: Mapping[str, str]) -> Decision:
        result = facts.get(self.module)
        if result is None or not result.completed:
            return _to_do(f"Complete {_title(self.module, titles)}.")
        if result.passed is False:
            return _to_do(f"Pass {_title(self.module, titles)}; the last attempt did not.")
        return _MET

    def in_words(self, titles: Mapping[str, str]) -> str:
        return f"complete {_title(self.module, titles)}"


@dataclass(frozen=True)
class Passed:
    """The module is reported as passed."""

    module: str

    def decide(self, facts: Facts, titles: Mapping[str, str]) -> Decision:
        result = facts.get(self.module)
        if result is not None and result.passed:
            return _MET
        if result is not None and result.passed is False:
            return _to_do(f"Pass {_title(self.module, titles)}; the last attempt did not.")
        return _to_do(f"Pass {_title(self.module, titles)}.")

    def in_words(self, titles: Mapping[str, str]) -> str:
        return f"pass {_title(self.module, titles)}"


@dataclass(frozen=True)
class Scored:
    """The module's best score is at least so many percent."""

    module: str
    at_least: Decimal

    def decide(self, facts: Facts, titles: Mapping[str, str]) -> Decision:
        result = facts.get(self.module)
        wanted = f"Score at least {self.at_least} % in {_title(self.module, titles)}"
        if result is None or result.score is None:
            return _to_do(f"{wanted}.")
        if result.score < self.at_least:
            return _to_do(f"{wanted}; the best so far is {result.score.normalize():f} %.")
        return _MET

    def in_words(self, titles: Mapping[str, str]) -> str:
        return f"score at least {self.at_least} % in {_title(self.module, titles)}"


@dataclass(frozen=True)
class All:
    parts: "tuple[Criterion, ...]"

    def decide(self, facts: Facts, titles: Mapping[str, str]) -> Decision:
        decisions = [part.decide(facts, titles) for part in self.parts]
        to_do = tuple(step for decision in decisions for step in decision.still_to_do)
        return Decision(met=all(decision.met for decision in decisions), still_to_do=to_do)

    def in_words(self, titles: Mapping[str, str]) -> str:
        return _listed([part.in_words(titles) for part in self.parts], "and")


@dataclass(frozen=True)
class Any:
    parts: "tuple[Criterion, ...]"

    def decide(self, facts: Facts, titles: Mapping[str, str]) -> Decision:
        decisions = [part.decide(facts, titles) for part in self.parts]
        if any(decision.met for decision in decisions):
            return _MET
        ways = " Or: ".join(" ".join(decision.still_to_do) for decision in decisions)
        return _to_do(ways)

    def in_words(self, titles: Mapping[str, str]) -> str:
        return _listed([part.in_words(titles) for part in self.parts], "or")


Criterion = Completed | Passed | Scored | All | Any


def from_json(value: Anything) -> Criterion:
    """Read a criterion. ValueError names the part that is none."""
    match value:
        case {"completed": str(module), **rest} if not rest:
            return Completed(module)
        case {"passed": str(module), **rest} if not rest:
            return Passed(module)
        case {"scored": str(module), "at_least": at_least, **rest} if not rest:
            return Scored(module, _percent(at_least))
        case {"all": [*parts], **rest} if parts and not rest:
            return All(tuple(from_json(part) for part in parts))
        case {"any": [*parts], **rest} if parts and not rest:
            return Any(tuple(from_json(part) for part in parts))
    raise ValueError(f"not a criterion: {value!r}")


def modules_of(criterion: Criterion) -> frozenset[str]:
    """The codes of all modules that the criterion asks about."""
    match criterion:
        case All(parts) | Any(parts):
            return frozenset().union(*(modules_of(part) for part in parts))
        case Completed(module) | Passed(module) | Scored(module, _):
            return frozenset({module})


def narrative(criterion: Criterion, titles: Mapping[str, str]) -> str:
    """One sentence for certificates and pages: "To earn it, complete … and pass …."."""
    return f"To earn it, {criterion.in_words(titles)}."


def _percent(value: Anything) -> Decimal:
    try:
        percent = Decimal(str(value))
    except InvalidOperation:
        percent = Decimal("NaN")
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise ValueError(f"not a criterion: at_least is a percentage, not {value!r}")
    return percent


def _to_do(step: str) -> Decision:
    return Decision(met=False, still_to_do=(step,))


def _title(module: str, titles: Mapping[str, str]) -> str:
    return f"“{titles.get(module, module)}”"


def _listed(words: list[str], joiner: str) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"
