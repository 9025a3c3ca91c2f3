"""What the columns of a table mean, as plain values that can be kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Self

from conferral.learning.catalog.criteria import JudgementKind, Measurable

from .kinds import Kind

NAME_PARTS = ("first_name", "middle_name", "last_name")
PEOPLE = ("email", "name", *NAME_PARTS, "id", "course", "cohort")
ASPECTS = ("state", "date", "score", "percent")
MEASURES = {
    "attendance_percent": Measurable.ATTENDANCE_PERCENT,
    "attendance_hours": Measurable.ATTENDANCE_HOURS,
    "reviews_given": Measurable.REVIEWS_GIVEN,
    "reviews_received": Measurable.REVIEWS_RECEIVED,
    "posts": Measurable.POSTS,
}


@dataclass(frozen=True)
class ModuleInfo:
    """A module of the course, and how many points it gives at most.

    With `judged` it is no module but something that a human says, under a code of its own.
    """

    code: str
    title: str
    max_score: Decimal = Decimal(100)
    judged: JudgementKind | None = None

    @property
    def word(self) -> str:
        """As files call it: the code, without the kind of judgement before it."""
        return self.code.rpartition(".")[2]

    @classmethod
    def about(cls, kind: JudgementKind, code: str, title: str) -> Self:
        """Points are in no code of a module, so the two are never confused."""
        return cls(f"{kind}.{code}", title, judged=kind)


class Layout(StrEnum):
    WIDE = "wide"  # one learner per row, columns for every module
    LONG = "long"  # one result per row, with a column that names the module
    ROSTER = "roster"  # people only


@dataclass(frozen=True)
class ModuleColumns:
    """Where a row tells about a module; in a LONG layout `module` is "", as the row names it."""

    module: str
    state: int | None = None
    date: int | None = None
    score: int | None = None
    percent: int | None = None

    @property
    def is_score_alone(self) -> bool:
        """How good it was is told, and not whether that is enough."""
        return self.state is None and (self.score, self.percent) != (None, None)


@dataclass(frozen=True)
class ColumnMap:
    """The meaning of columns, as places (indexes from 0) by meaning.

    The keys of `places` are the words of PEOPLE and MEASURES, "module" with the ASPECTS for a LONG
    layout, and "module:CODE:ASPECT" for a WIDE one. `columns.override` understands them, too.
    """

    header: tuple[str, ...]
    places: Mapping[str, int]
    kinds: tuple[Kind, ...] = ()
    month_first: frozenset[int] = field(default=frozenset())

    @cached_property
    def layout(self) -> Layout:
        if "module" in self.places:
            return Layout.LONG
        return Layout.WIDE if self.modules else Layout.ROSTER

    @cached_property
    def name(self) -> tuple[int, ...]:
        """The column with the whole name, or those with its parts in the order of speaking."""
        if "name" in self.places:
            return (self.places["name"],)
        return tuple(self.places[part] for part in NAME_PARTS if part in self.places)

    @property
    def email(self) -> int | None:
        return self.places.get("email")

    @property
    def external_id(self) -> int | None:
        return self.places.get("id")

    @property
    def course(self) -> int | None:
        return self.places.get("course")

    @property
    def cohort(self) -> int | None:
        return self.places.get("cohort")

    @property
    def module(self) -> int | None:
        return self.places.get("module")

    @cached_property
    def measures(self) -> tuple[tuple[Measurable, int], ...]:
        """Columns with totals over the course."""
        return tuple(
            (what, self.places[place]) for place, what in MEASURES.items() if place in self.places
        )

    @cached_property
    def modules(self) -> tuple[ModuleColumns, ...]:
        """Columns of each module; for a LONG layout the one set that all rows share."""
        if "module" in self.places:
            aspects = {each: self.places[each] for each in ASPECTS if each in self.places}
            return (ModuleColumns("", **aspects),)
        found: dict[str, dict[str, int]] = {}
        for place, index in self.places.items():
            if place.startswith("module:"):
                code, _, aspect = place.removeprefix("module:").rpartition(":")
                found.setdefault(code, {})[aspect] = index
        return tuple(ModuleColumns(code, **aspects) for code, aspects in found.items())

    @cached_property
    def unused(self) -> tuple[int, ...]:
        used = set(self.places.values())
        return tuple(index for index in range(len(self.header)) if index not in used)

    def called(self, index: int) -> str:
        """The name of a column, or the letters over it when it has none."""
        name = self.header[index] if index < len(self.header) else ""
        return name or letters(index)

    def to_json(self) -> str:
        return json.dumps(
            {
                "header": self.header,
                "places": dict(self.places),
                "kinds": self.kinds,
                "month_first": sorted(self.month_first),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        kept = json.loads(text)
        return cls(
            header=tuple(kept["header"]),
            places=kept["places"],
            kinds=tuple(Kind(kind) for kind in kept["kinds"]),
            month_first=frozenset(kept["month_first"]),
        )


def letters(index: int) -> str:
    """The letters over a column in a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
