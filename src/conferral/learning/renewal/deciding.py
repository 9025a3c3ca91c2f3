"""Whether a certificate is renewed, by which path and from which day; and what is still to do.

The paths of one course lead to other courses, to points, to a human's judgement: a graph. What
counts is the day on which something was done, never the day on which we heard of it. So the
decision is the same in whatever order reports arrive, and however often.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class Way(StrEnum):
    EXAM = "re-exam"
    REFRESHER = "refresher course"
    POINTS = "points"
    RECOGNITION = "recognition"


class Phase(StrEnum):
    EARLY = "too early"
    OPEN = "open"
    GRACE = "in grace"
    CLOSED = "closed"


@dataclass(frozen=True)
class Path:
    """One way to renew. `course`: the refresher's code, `title` what it is called."""

    way: Way
    course: str = ""
    title: str = ""
    points: Decimal = Decimal(0)


@dataclass(frozen=True)
class Window:
    """Three days, all of them included: it opens, the certificate ends, the grace ends."""

    opens_on: date
    ends_on: date
    closes_on: date

    def phase(self, today: date) -> Phase:
        if today < self.opens_on:
            return Phase.EARLY
        if today <= self.ends_on:
            return Phase.OPEN
        return Phase.GRACE if today <= self.closes_on else Phase.CLOSED

    def holds(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True)
class Known:
    """What is known of the holder. Days are the organization's own.

    `completed`: by the code of a refresher, the days on which it was completed. `points`: each
    with its day. `counts_since`: points of before belong to an older certificate.
    """

    counts_since: date
    completed: Mapping[str, Sequence[date]] = field(default_factory=dict)
    points: Sequence[tuple[date, Decimal]] = ()
    recognized_on: date | None = None
    passed_on: date | None = None  # The exam.


@dataclass(frozen=True)
class Step:
    """A path, since when it has been gone to its end (None: not yet), and what is still to do."""

    path: Path
    done_on: date | None
    still_to_do: str = ""


@dataclass(frozen=True)
class Decision:
    """`way`: None while the certificate is not renewed. Any one of the steps is enough."""

    steps: tuple[Step, ...]
    way: Way | None = None
    on: date | None = None


def window(ends_on: date, opens_days: int, grace_days: int) -> Window:
    """`opens_days` before the certificate's last day, until `grace_days` after it."""
    opens_on, grace = ends_on - timedelta(days=opens_days), timedelta(days=grace_days)
    closes_on = min(ends_on, date.max - grace) + grace  # There is no day after the last of all.
    return Window(opens_on, ends_on, closes_on)


def window_again(first: Window, undone_on: date, grace_days: int) -> Window:
    """A renewal came to nothing on that day: what was done by then is spent. Its holder has a
    grace from there on, however late it is."""
    opens_on = max(first.opens_on, undone_on + timedelta(days=1))
    closes_on = max(first.closes_on, opens_on, undone_on + timedelta(days=grace_days))
    return Window(opens_on, first.ends_on, closes_on)


def decide(paths: Sequence[Path], within: Window, known: Known) -> Decision:
    """The path that came to its end first renews; of two on one day, the first of them."""
    steps = tuple(_step(path, within, known) for path in paths)
    ended = [(step.done_on, place) for place, step in enumerate(steps) if step.done_on]
    if not ended:
        return Decision(steps)
    on, place = min(ended)
    return Decision(steps, steps[place].path.way, on)


def plain(points: Decimal) -> str:
    """ "30", and "12.5"."""
    return f"{points.normalize():f}"


def circle(paths: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Courses that renew each other in a circle; empty where there is none.

    `paths`: by the code of a course, the codes of its refreshers. In a circle each certificate
    would renew the next, and nobody would ever have to learn anything again.
    """
    for start in paths:
        if found := _back_to(start, paths, (start,)):
            return found
    return ()


def _step(path: Path, within: Window, known: Known) -> Step:
    match path.way:
        case Way.EXAM:
            # What is of before the window does not count in the enrolment in which it is passed.
            done = known.passed_on
            done = done if done and done <= within.closes_on else None
            return Step(path, done, "" if done else "Pass the exam again.")
        case Way.REFRESHER:
            done = _first(known.completed.get(path.course, ()), within)
            return Step(path, done, "" if done else f"Complete “{path.title or path.course}”.")
        case Way.POINTS:
            return _by_points(path, within, known)
        case Way.RECOGNITION:
            day = known.recognized_on
            done = day if day and within.holds(day) else None
            return Step(path, done, "" if done else "Show what you have learned elsewhere.")


def _first(days: Iterable[date], within: Window) -> date | None:
    return min((day for day in days if within.holds(day)), default=None)


def _by_points(path: Path, within: Window, known: Known) -> Step:
    """Points count from the certificate's first day on; what they renew is not renewed early."""
    total = Decimal(0)
    for day, points in sorted(known.points):
        if not known.counts_since <= day <= within.closes_on:
            continue
        total += points
        if total >= path.points:
            return Step(path, max(day, within.opens_on))
    lacking = path.points - total
    return Step(path, None, f"Earn {plain(lacking)} more of {plain(path.points)} points.")


def _back_to(
    start: str, paths: Mapping[str, Iterable[str]], gone: tuple[str, ...]
) -> tuple[str, ...]:
    for course in paths.get(gone[-1], ()):
        if course == start:
            return gone
        if course not in gone and (found := _back_to(start, paths, (*gone, course))):
            return found
    return ()
