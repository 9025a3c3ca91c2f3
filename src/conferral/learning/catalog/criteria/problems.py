"""What is wrong with a criterion that can be read: nobody could meet it, or part of it is idle.

Only what no facts can ever satisfy is a contradiction. Everything else is at most a warning.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from conferral.learning.catalog.criteria.facts import HUNDRED, Measurable
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
    leaves_of,
)
from conferral.learning.catalog.criteria.wording import asked, in_words, period, plain


class Weight(StrEnum):
    CONTRADICTION = "contradiction"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """`path` is a JSON Pointer (RFC 6901) into the criterion's JSON; "" is the whole."""

    weight: Weight
    code: str
    words: str
    path: str = ""

    @property
    def is_contradiction(self) -> bool:
        return self.weight is Weight.CONTRADICTION


@dataclass(frozen=True)
class Surroundings:
    """What else there is: titles by code, the hours of all sessions together if known, and which
    course asks for certificates of which others.

    `course` is the code of the course whose criterion is looked at.
    """

    course: str = ""
    session_hours: Decimal | None = None
    asks_for: Mapping[str, frozenset[str]] = field(default_factory=dict)


_NOTHING_ELSE = Surroundings()


def problems_of(
    criterion: Criterion,
    modules: Mapping[str, str],
    courses: Mapping[str, str],
    around: Surroundings = _NOTHING_ELSE,
) -> tuple[Problem, ...]:
    """Contradictions and warnings in the order of reading. `modules` and `courses`: titles."""
    search = _Search(Titles(modules, courses), around)
    found = [*search.below(criterion, "", None), *_double_codes(criterion)]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Search:
    titles: Titles
    around: Surroundings

    def below(self, criterion: Criterion, path: str, window: "_Window | None") -> Iterator[Problem]:
        match criterion:
            case All() | Any() | AtLeast():
                yield from self._group(criterion, path, window)
            case Within(first, last, part):
                yield from self._within(criterion, path, window)
                narrowed = _Window(first, last).and_also(window)
                yield from self.below(part, f"{path}/of", narrowed)
            case leaf:
                yield from self._leaf(leaf, path)
                if window and (undated := _undated(leaf, self.titles)):
                    yield _wrong("undated", undated, path)

    def _group(
        self, group: All | Any | AtLeast, path: str, window: "_Window | None"
    ) -> Iterator[Problem]:
        key = {All: "all", Any: "any", AtLeast: "of"}[type(group)]
        if isinstance(group, AtLeast):
            yield from _count(group, path)
        if isinstance(group, All):
            yield from _conflicts(group, path, self.titles)
        yield from _repeated(group, f"{path}/{key}", self.titles)
        for index, part in enumerate(group.parts):
            yield from self.below(part, f"{path}/{key}/{index}", window)

    def _within(self, it: Within, path: str, window: "_Window | None") -> Iterator[Problem]:
        if it.last < it.first:
            words = f"The period {period(it.first, it.last)} ends before it starts."
            yield _wrong("period", words, path)
        elif window and not _Window(it.first, it.last).and_also(window):
            words = (
                f"The period {period(it.first, it.last)} stands inside the period "
                f"{window.in_words()}, and they have no day in common."
            )
            yield _wrong("periods", words, path)

    def _leaf(self, leaf: Leaf, path: str) -> Iterator[Problem]:
        match leaf:
            case Completed(module) | Passed(module) | Scored(module):
                if module not in self.titles.modules:
                    words = f"This version has no module “{module}”."
                    yield _wrong("module", words, path)
                if isinstance(leaf, Scored) and leaf.at_least > HUNDRED:
                    words = f"Nobody can score {plain(leaf.at_least)} %; the most is 100 %."
                    yield _wrong("percent", words, path)
            case Measured():
                yield from self._measured(leaf, path)
            case Holds(course):
                yield from self._holds(course, path)

    def _measured(self, leaf: Measured, path: str) -> Iterator[Problem]:
        at_least, hours = leaf.at_least, self.around.session_hours
        if leaf.what is Measurable.ATTENDANCE_PERCENT and at_least > HUNDRED:
            words = f"Nobody can attend {plain(at_least)} % of a course; the most is 100 %."
            yield _wrong("percent", words, path)
        if leaf.what is Measurable.ATTENDANCE_HOURS and hours is not None and at_least > hours:
            words = (
                f"The sessions of this version have {plain(hours)} hours in all; nobody can "
                f"attend {plain(at_least)}."
            )
            yield _wrong("hours", words, path)

    def _holds(self, course: str, path: str) -> Iterator[Problem]:
        if course not in self.titles.courses:
            yield _wrong("course", f"There is no course “{course}”.", path)
        elif circle := _circle(course, self.around):
            way = " → ".join(circle)
            words = f"Nobody could begin: each certificate asks for the next ({way})."
            yield _wrong("circle", words, path)


@dataclass(frozen=True)
class _Window:
    first: date
    last: date

    def and_also(self, other: "_Window | None") -> "_Window | None":
        """The days that both have; None when there are none."""
        if other is None:
            return self
        both = _Window(max(self.first, other.first), min(self.last, other.last))
        return both if both.first <= both.last else None

    def in_words(self) -> str:
        return period(self.first, self.last)


def _wrong(code: str, words: str, path: str) -> Problem:
    return Problem(Weight.CONTRADICTION, code, words, path)


def _odd(code: str, words: str, path: str) -> Problem:
    return Problem(Weight.WARNING, code, words, path)


def _undated(leaf: Leaf, titles: Titles) -> str:
    match leaf:
        case Measured():
            return f"“{asked(leaf, titles)}” is a total without dates. Take it out of the period."
        case Holds():
            return (
                f"“{asked(leaf, titles)}” is true or not on the day of the decision. "
                "Take it out of the period."
            )
    return ""


def _count(group: AtLeast, path: str) -> Iterator[Problem]:
    if group.count > len(group.parts):
        words = f"At least {group.count} are asked for, and there are {len(group.parts)}."
        yield _wrong("count", words, path)
    if group.count < 1:
        yield _wrong("count", "At least 0 asks for nothing: everybody would have it.", path)


def _repeated(group: All | Any | AtLeast, path: str, titles: Titles) -> Iterator[Problem]:
    first: dict[Criterion, int] = {}
    for index, part in enumerate(group.parts):
        if part in first:
            words = f"“{in_words(part, titles)}” stands here twice."
            yield _odd("repeated", words, f"{path}/{index}")
        first.setdefault(part, index)


def _conflicts(group: All, path: str, titles: Titles) -> Iterator[Problem]:
    """Things that must all be so, and cannot be together."""
    needed = list(_needed(group, path, None))
    for index, (leaf, window, at) in enumerate(needed):
        for other, before, _ in needed[:index]:
            if leaf == other and window and before and not window.and_also(before):
                yield _apart(leaf, (before, window), at, titles)
            elif _is_weaker(other, leaf) and window == before:
                words = f"“{asked(leaf, titles)}” already asks for “{asked(other, titles)}”."
                yield _odd("weaker", words, at)


def _needed(
    criterion: Criterion, path: str, window: _Window | None
) -> Iterator[tuple[Leaf, _Window | None, str]]:
    """Every leaf that has to be met whatever else is, with its period and its path."""
    match criterion:
        case All(parts):
            for index, part in enumerate(parts):
                yield from _needed(part, f"{path}/all/{index}", window)
        case Within(first, last, part):
            narrowed = _Window(first, last).and_also(window)
            if narrowed:  # Otherwise it has been named already.
                yield from _needed(part, f"{path}/of", narrowed)
        case Any() | AtLeast():
            return
        case leaf:
            yield leaf, window, path


def _apart(leaf: Leaf, windows: Sequence[_Window], path: str, titles: Titles) -> Problem:
    first, second = (window.in_words() for window in windows)
    words = (
        f"“{asked(leaf, titles)}” is asked for {first} and again {second}, "
        "and these periods have no day in common."
    )
    return _odd("twice", f"{words} It has to be done twice.", path)


def _is_weaker(one: Leaf, other: Leaf) -> bool:
    """The other cannot be met without the one. Equal ones are told as repeated."""
    match one, other:
        case Scored(a, low, which), Scored(b, high, same):
            return a == b and low < high and (which, same) != (Which.LAST, Which.BEST)
        case Measured(what, low), Measured(same, high):
            return what is same and low < high
    return False


def _circle(course: str, around: Surroundings) -> tuple[str, ...]:
    """The shortest way from this course over `course` back to itself; () when there is none."""
    if not around.course:
        return ()
    ways: list[tuple[str, ...]] = [(around.course, course)]
    seen = {course}
    for way in ways:  # Grows while it is walked.
        if way[-1] == around.course:
            return way
        fresh = sorted(around.asks_for.get(way[-1], frozenset()) - seen)
        seen.update(fresh)
        ways += [(*way, code) for code in fresh]
    return ()


def _double_codes(criterion: Criterion) -> Iterator[Problem]:
    """One code with two titles would let one verdict answer two questions."""
    judged = {each for each in leaves_of(criterion) if isinstance(each, Evaluated | Confirmed)}
    times = Counter((type(each), each.code) for each in judged)
    for (_, code), count in times.items():
        if count > 1:
            words = f"The code “{code}” stands for {count} different things. Give each its own."
            yield _wrong("code", words, "")
