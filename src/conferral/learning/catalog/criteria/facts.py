"""What is known of one person in one version of a course, as plain values.

Whoever asks supplies it; every moment stands as clocks show it where the organization is, with its
offset, already.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Span:
    """From a moment on, and before another one; None: without an end.

    What has no date is the earliest of all: it lies in every span that has no beginning.
    """

    since: datetime | None = None
    before: datetime | None = None

    def holds(self, at: datetime | None) -> bool:
        if at is None:
            return self.since is None
        return (self.since is None or at >= self.since) and (
            self.before is None or at < self.before
        )


EVER = Span()


@dataclass(frozen=True)
class Attempt:
    """One report of one module: passed or failed where it says so, percent, when."""

    passed: bool | None = None
    score: Decimal | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Result:
    """What is known of one module: done at all, passed or failed if known, percent if scored.

    `passed`, `score` and `at` are the best of all attempts. `attempts` lists them when there is
    more than one to tell apart.
    """

    completed: bool = True
    passed: bool | None = None
    score: Decimal | None = None
    at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()

    @property
    def last(self) -> Attempt:
        return last_of(self._known)

    @property
    def moments(self) -> set[datetime]:
        """At which something was tried, as far as dates are known."""
        return {each.at for each in self._known if each.at}

    def within(self, first: date, last: date) -> "Result | None":
        """What the attempts dated in these days amount to; None without any."""
        return self._only(
            each for each in self._known if each.at and first <= each.at.date() <= last
        )

    def during(self, span: Span) -> "Result | None":
        """What the attempts of that time amount to; None without any."""
        if span == EVER:
            return self
        return self._only(each for each in self._known if span.holds(each.at))

    def _only(self, attempts: Iterable[Attempt]) -> "Result | None":
        counted = tuple(attempts)
        if not counted:
            return None
        best = best_of(counted)
        return Result(self.completed, best.passed, best.score, best.at, counted)

    @property
    def _known(self) -> tuple[Attempt, ...]:
        return self.attempts or (Attempt(self.passed, self.score, self.at),)


class Measurable(StrEnum):
    """What is counted over the whole course, and not module by module."""

    ATTENDANCE_PERCENT = "attendance percent"
    ATTENDANCE_HOURS = "attendance hours"
    REVIEWS_GIVEN = "peer reviews given"
    REVIEWS_RECEIVED = "peer reviews received"
    POSTS = "posts"


class JudgementKind(StrEnum):
    EVALUATION = "evaluation"  # Competent, or not yet.
    CONFIRMATION = "confirmation"  # A tick.


@dataclass(frozen=True)
class Verdict:
    """What a human said about one thing; of several the newest counts."""

    kind: JudgementKind
    code: str
    yes: bool
    at: datetime


@dataclass(frozen=True)
class Facts:
    """Everything a decision rests on. No entry means: no data yet."""

    results: Mapping[str, Result] = field(default_factory=dict)  # By module code.
    measures: Mapping[Measurable, Decimal] = field(default_factory=dict)
    judgements: tuple[Verdict, ...] = ()
    held: frozenset[str] = frozenset()  # Codes of courses of which a certificate is valid.

    def judged(self, kind: JudgementKind, code: str) -> Verdict | None:
        """The newest verdict; of two in the same moment the better."""
        about = [each for each in self.judgements if (each.kind, each.code) == (kind, code)]
        return max(about, key=lambda each: (each.at, each.yes), default=None)

    def within(self, first: date, last: date) -> "Facts":
        """What is dated in these days. Totals have no day, so none of them counts."""
        results = {code: known.within(first, last) for code, known in self.results.items()}
        return replace(
            self,
            results={code: known for code, known in results.items() if known},
            measures={},
            judgements=tuple(j for j in self.judgements if first <= j.at.date() <= last),
        )

    def during(self, span: Span) -> "Facts":
        """What is of that time. Totals and certificates have no moment, so they stay."""
        results = {code: known.during(span) for code, known in self.results.items()}
        return replace(
            self,
            results={code: known for code, known in results.items() if known},
            judgements=tuple(each for each in self.judgements if span.holds(each.at)),
        )


def best_of(attempts: Iterable[Attempt]) -> Attempt:
    """The best of each part, and the first day. Order and repetition do not matter."""
    known = list(attempts)
    return Attempt(
        passed=_best_pass({each.passed for each in known}),
        score=max((each.score for each in known if each.score is not None), default=None),
        at=min((each.at for each in known if each.at), default=None),
    )


def last_of(attempts: Iterable[Attempt]) -> Attempt:
    """The newest; one without a date is the earliest, and of one moment the best counts."""
    known = list(attempts)
    newest = max((each.at for each in known if each.at), default=None)
    return best_of(each for each in known if each.at == newest)


def attended(
    results: Mapping[str, Result], sessions: Mapping[str, Decimal | None]
) -> dict[Measurable, Decimal]:
    """Attendance as the completed sessions tell it; `sessions` are their hours, by module code.

    Hours are told only when every session says how many it has.
    """
    if not sessions:
        return {}
    there = {
        code for code, known in results.items() if known.completed and known.passed is not False
    }
    share = HUNDRED * len(there & sessions.keys()) / len(sessions)
    told = {Measurable.ATTENDANCE_PERCENT: share.quantize(_CENT)}
    lengths = {code: hours for code, hours in sessions.items() if hours is not None}
    if len(lengths) == len(sessions):
        hours = sum((lengths[code] for code in lengths.keys() & there), Decimal(0))
        told[Measurable.ATTENDANCE_HOURS] = hours
    return told


def _best_pass(passes: Collection[bool | None]) -> bool | None:
    if True in passes:
        return True
    return False if False in passes else None
