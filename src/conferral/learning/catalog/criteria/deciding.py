"""Is the criterion met? If not, what is still to do: failed, begun, or no data yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any as Anything

from conferral.foundation.days import day
from conferral.learning.catalog.criteria.facts import Facts, JudgementKind, Result
from conferral.learning.catalog.criteria.kinds import (
    All,
    Any,
    AtLeast,
    Completed,
    Confirmed,
    Criterion,
    Evaluated,
    Holds,
    Leaf,
    Measured,
    Passed,
    Scored,
    Titles,
    Which,
    Within,
)
from conferral.learning.catalog.criteria.wording import amount, asked, period, plain


class State(StrEnum):
    DONE = "done"
    TO_DO = "to do"  # Begun, or known to be missing.
    FAILED = "failed"  # Looked at by somebody, and not good enough.
    NO_DATA = "no data"  # Nobody has told us anything yet.


@dataclass(frozen=True)
class Step:
    """One thing that was asked: how it stands, for the learner in words, for machines in data.

    `code` names the kind of criterion. `parts` are the ways of a step that has several.
    """

    code: str
    state: State
    words: str
    data: Mapping[str, str | int] = field(default_factory=dict)
    parts: "tuple[Step, ...]" = ()

    def to_json(self) -> dict[str, Anything]:
        told = {"code": self.code, "state": str(self.state), "words": self.words, **self.data}
        return told | ({"parts": [part.to_json() for part in self.parts]} if self.parts else {})


@dataclass(frozen=True)
class Decision:
    met: bool
    steps: tuple[Step, ...] = ()

    @property
    def still_to_do(self) -> tuple[str, ...]:
        return tuple(step.words for step in self.steps if step.state is not State.DONE)

    def to_json(self) -> dict[str, Anything]:
        return {"met": self.met, "steps": [step.to_json() for step in self.steps]}


_NO_TITLES = Titles()


def decide(criterion: Criterion, facts: Facts, titles: Titles = _NO_TITLES) -> Decision:
    """Hold the facts against the criterion. Never raises, whatever is known or not."""
    match criterion:
        case All(parts):
            return _all([decide(part, facts, titles) for part in parts])
        case Any(parts):
            return _some("any", 1, [decide(part, facts, titles) for part in parts])
        case AtLeast(count, parts):
            return _some("at least", count, [decide(part, facts, titles) for part in parts])
        case Within(first, last, part):
            inner = decide(part, facts.within(first, last), titles)
            said = f" Only what is dated {period(first, last)} counts."
            dates = {"from": first.isoformat(), "until": last.isoformat()}
            return replace(inner, steps=tuple(_dated(step, said, dates) for step in inner.steps))
        case leaf:
            step = _step(leaf, facts, titles)
            return Decision(step.state is State.DONE, (step,))


def _all(decisions: Sequence[Decision]) -> Decision:
    steps = tuple(step for decision in decisions for step in decision.steps)
    return Decision(all(decision.met for decision in decisions), steps)


def _some(code: str, count: int, decisions: Sequence[Decision]) -> Decision:
    """When enough parts are met, what was done for them; otherwise one step with the open ways."""
    met = [decision for decision in decisions if decision.met]
    done = tuple(step for decision in met for step in decision.steps)
    missing = count - len(met)
    if missing <= 0:
        return Decision(met=True, steps=done)
    ways = [decision for decision in decisions if not decision.met]
    parts = tuple(step for way in ways for step in way.steps)
    if missing == len(ways):  # No choice is left.
        return Decision(met=False, steps=(*done, *parts))
    words = _choice(missing, [" ".join(way.still_to_do) for way in ways])
    data = {"still": missing, "of": len(ways)}
    return Decision(met=False, steps=(*done, Step(code, _state_of(parts), words, data, parts)))


def _choice(missing: int, ways: Sequence[str]) -> str:
    if missing > len(ways):
        return "Nobody can do this: more is asked for than there is."
    if missing == 1:
        return " Or: ".join(ways)
    numbered = " ".join(f"({number}) {way}" for number, way in enumerate(ways, start=1))
    return f"{missing} more of these {len(ways)}: {numbered}"


def _state_of(parts: Sequence[Step]) -> State:
    """Failed only when every way has failed: one that has not been tried is still open."""
    states = {part.state for part in parts if part.state is not State.DONE}
    return states.pop() if len(states) == 1 else State.TO_DO


def _dated(step: Step, said: str, dates: Mapping[str, str]) -> Step:
    words = step.words if step.state is State.DONE else step.words + said
    return replace(step, words=words, data={**step.data, **dates})


def _step(leaf: Leaf, facts: Facts, titles: Titles) -> Step:
    match leaf:
        case Completed(module):
            return _completed(leaf, facts.results.get(module), titles)
        case Passed(module):
            return _passed(leaf, facts.results.get(module), titles)
        case Scored(module):
            return _scored(leaf, facts.results.get(module), titles)
        case Measured():
            return _measured(leaf, facts, titles)
        case Holds(course):
            state = State.DONE if course in facts.held else State.TO_DO
            return _told("holds", leaf, titles, state, data={"course": course})
        case Evaluated(code):
            return _judged(leaf, JudgementKind.EVALUATION, code, facts, titles)
        case Confirmed(code):
            return _judged(leaf, JudgementKind.CONFIRMATION, code, facts, titles)


def _completed(leaf: Completed, known: Result | None, titles: Titles) -> Step:
    data = {"module": leaf.module}
    if known is None:
        return _told("completed", leaf, titles, State.NO_DATA, data=data)
    if not known.completed:
        return _told("completed", leaf, titles, State.TO_DO, data=data)
    if known.passed is False:
        return _told("completed", Passed(leaf.module), titles, State.FAILED, _NOT_PASSED, data)
    return _told("completed", leaf, titles, State.DONE, data=data)


def _passed(leaf: Passed, known: Result | None, titles: Titles) -> Step:
    data = {"module": leaf.module}
    if known is None or known.passed is None:
        state = State.NO_DATA if known is None else State.TO_DO
        return _told("passed", leaf, titles, state, data=data)
    if not known.passed:
        return _told("passed", leaf, titles, State.FAILED, _NOT_PASSED, data)
    return _told("passed", leaf, titles, State.DONE, data=data)


def _scored(leaf: Scored, known: Result | None, titles: Titles) -> Step:
    of_last = leaf.attempt is Which.LAST
    score = None if known is None else known.last.score if of_last else known.score
    data = {
        "module": leaf.module,
        "at_least": plain(leaf.at_least),
        "attempt": str(leaf.attempt),
    }
    if score is None:
        return _told("scored", leaf, titles, State.NO_DATA, data=data)
    data["score"] = plain(score)
    if score < leaf.at_least:
        so_far = f"your {'last' if of_last else 'best so far'} is {plain(score)} %"
        return _told("scored", leaf, titles, State.FAILED, so_far, data)
    return _told("scored", leaf, titles, State.DONE, data=data)


def _measured(leaf: Measured, facts: Facts, titles: Titles) -> Step:
    so_far = facts.measures.get(leaf.what)
    data = {"what": str(leaf.what), "at_least": plain(leaf.at_least)}
    if so_far is None:
        return _told("measured", leaf, titles, State.NO_DATA, data=data)
    data["so_far"] = plain(so_far)
    if so_far < leaf.at_least:
        words = f"so far it is {amount(leaf.what, so_far)}"
        return _told("measured", leaf, titles, State.TO_DO, words, data)
    return _told("measured", leaf, titles, State.DONE, data=data)


def _judged(
    leaf: Evaluated | Confirmed, kind: JudgementKind, code: str, facts: Facts, titles: Titles
) -> Step:
    verdict = facts.judged(kind, code)
    name, data = str(kind), {"judged": code, "title": leaf.title}
    if verdict is None:
        return _told(name, leaf, titles, State.NO_DATA, data=data)
    data["on"] = verdict.at.date().isoformat()
    if not verdict.yes:
        words = f"the answer of {day(verdict.at.date())} was: not yet"
        return _told(name, leaf, titles, State.FAILED, words, data)
    return _told(name, leaf, titles, State.DONE, data=data)


_NOT_PASSED = "so far it is not passed"


def _told(
    code: str,
    leaf: Leaf,
    titles: Titles,
    state: State,
    so_far: str = "",
    data: Mapping[str, str | int] | None = None,
) -> Step:
    words = asked(leaf, titles)
    addition = f"; {so_far}" if so_far else ""
    return Step(code, state, f"{words[0].upper()}{words[1:]}{addition}.", data or {})
