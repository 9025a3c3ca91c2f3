"""What a kind of run has to say for itself, so that one page and one list serve all of them.

Each kind is a value beside the rows that it moves; `oversight/running` knows all of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.belt import WaitingQuerySet

Number = int
"""The key of the row that a run is about."""


@dataclass(frozen=True)
class Problem:
    """`which`: “Line 17”. `says`: what is wrong, and what to do. `failed`: or only noticed."""

    which: str
    says: str
    failed: bool = True


def refusals(
    rows: QuerySet[Any], which: str, called: Callable[[Any], str] = str
) -> Iterator[Problem]:
    """Of rows that were `refused` or have a `problem`: what they are called by `which`, and why.

    `rows` come in their order. `which`: a column.
    """
    wrong = rows.filter(~Q(refused="") | ~Q(problem=""))
    for row, refused, problem in wrong.values_list(which, "refused", "problem").iterator():
        yield Problem(called(row), refused or problem)


def _none(_: Number) -> tuple[Problem, ...]:
    return ()


@dataclass(frozen=True)
class Kind:
    """Runs about one kind of rows.

    `name`: “import”. `unit`: what it goes through, one of them: “line”. `past`: what has become of
    those: “read”; `amiss`: and of the others: “refused”. `right`: who may pause, resume, cancel and
    retry it.

    `problems`: what went wrong or was noticed, in order. `stuck`: rows that gave up. `reopen`: put
    what has failed back on the belt, and say how many; None: by trying again nothing is mended.
    `cancel`: leave the rest as it is: an action, with its own line in the trail.

    `then`: what goes on by itself when it has ended.
    """

    of: type[Model]
    name: str
    unit: str
    past: str
    right: Right
    problems: Callable[[Number], Iterable[Problem]] = _none
    stuck: Callable[[Number], WaitingQuerySet[Any]] | None = None
    reopen: Callable[[Number], int] | None = None
    cancel: Callable[[Number, Person], object] | None = None
    then: str = ""
    amiss: str = "failed"
