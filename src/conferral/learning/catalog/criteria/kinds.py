"""When is a course completed? Conditions as values.

All((Completed("intro"), Any((Scored("exam", Decimal(60)), Passed("project")))))
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from conferral.learning.catalog.criteria.facts import Measurable


class Which(StrEnum):
    """Of several attempts at a module, the one whose score counts."""

    BEST = "best"
    LAST = "last"


@dataclass(frozen=True)
class Completed:
    """The module is done and not reported as failed."""

    module: str


@dataclass(frozen=True)
class Passed:
    """The module is reported as passed."""

    module: str


@dataclass(frozen=True)
class Scored:
    """The module's best or last score is at least so many percent."""

    module: str
    at_least: Decimal
    attempt: Which = Which.BEST


@dataclass(frozen=True)
class Measured:
    """A total over the course is at least so much: percent, hours or a number of things."""

    what: Measurable
    at_least: Decimal


@dataclass(frozen=True)
class Holds:
    """The person holds a valid certificate of another course."""

    course: str


@dataclass(frozen=True)
class Evaluated:
    """An assessor has found the person competent in what the title names."""

    code: str
    title: str


@dataclass(frozen=True)
class Confirmed:
    """A member of staff has confirmed what the title names."""

    code: str
    title: str


@dataclass(frozen=True)
class Within:
    """Only what is dated from the first to the last day, both included, counts for the part."""

    first: date
    last: date
    part: "Criterion"


@dataclass(frozen=True)
class All:
    parts: "tuple[Criterion, ...]"


@dataclass(frozen=True)
class Any:
    parts: "tuple[Criterion, ...]"


@dataclass(frozen=True)
class AtLeast:
    """So many of the parts, whichever."""

    count: int
    parts: "tuple[Criterion, ...]"


Leaf = Completed | Passed | Scored | Measured | Holds | Evaluated | Confirmed
Criterion = Leaf | Within | All | Any | AtLeast


@dataclass(frozen=True)
class Titles:
    """How modules and courses are called, by their codes; without one the code is shown."""

    modules: Mapping[str, str] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)

    def of_module(self, code: str) -> str:
        return f"“{self.modules.get(code, code)}”"

    def of_course(self, code: str) -> str:
        return f"“{self.courses.get(code, code)}”"


def parts_of(criterion: Criterion) -> tuple[Criterion, ...]:
    """The criteria directly below; none for a leaf."""
    match criterion:
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return parts
        case Within(_, _, part):
            return (part,)
    return ()


def leaves_of(criterion: Criterion) -> Iterator[Leaf]:
    """Everything that is asked, in the order of reading."""
    match criterion:
        case All() | Any() | AtLeast() | Within():
            for part in parts_of(criterion):
                yield from leaves_of(part)
        case leaf:
            yield leaf


def modules_of(criterion: Criterion) -> frozenset[str]:
    """The codes of all modules that the criterion asks about."""
    return frozenset(
        leaf.module
        for leaf in leaves_of(criterion)
        if isinstance(leaf, Completed | Passed | Scored)
    )


def courses_of(criterion: Criterion) -> frozenset[str]:
    """The codes of all courses of which the criterion asks for a certificate."""
    return frozenset(leaf.course for leaf in leaves_of(criterion) if isinstance(leaf, Holds))
