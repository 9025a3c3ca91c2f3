"""A criterion as it stands in a form: a tree whose fields hold what was typed, sensible or not.

Every part has a path: "c" is the whole, "c-0" its first part, "c-0-1" the second part of that. The
form's fields are named by it ("c-0-1.module"), so the whole tree travels with every button.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Criterion, Measurable
from conferral.learning.catalog.criteria.reading import MAX_DEPTH, MAX_PARTS

Place = tuple[int, ...]  # The indices on the way down; () is the whole.

ROOT = "c"
_PATH = re.compile(rf"{ROOT}(?:-(?:0|[1-9][0-9]?))*")
_NAME = re.compile(rf"({ROOT}(?:-[0-9]+)*)\.([a-z_]+)")
_NOT_OF_THE_TREE = frozenset({"add"})  # What the next part is to be.


class Kind(StrEnum):
    ALL = "all"
    ANY = "any"
    SOME = "some"
    WITHIN = "within"
    COMPLETED = "completed"
    PASSED = "passed"
    SCORED = "scored"
    PERCENT = "percent"
    HOURS = "hours"
    GIVEN = "given"
    RECEIVED = "received"
    POSTS = "posts"
    HOLDS = "holds"
    EVALUATED = "evaluated"
    CONFIRMED = "confirmed"

    @property
    def is_group(self) -> bool:
        return self in GROUPS


GROUPS = (Kind.ALL, Kind.ANY, Kind.SOME, Kind.WITHIN)
LEAVES = tuple(kind for kind in Kind if kind not in GROUPS)
MEASURED = {
    Kind.PERCENT: Measurable.ATTENDANCE_PERCENT,
    Kind.HOURS: Measurable.ATTENDANCE_HOURS,
    Kind.GIVEN: Measurable.REVIEWS_GIVEN,
    Kind.RECEIVED: Measurable.REVIEWS_RECEIVED,
    Kind.POSTS: Measurable.POSTS,
}
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ALL: (),
    Kind.ANY: (),
    Kind.SOME: ("count",),
    Kind.WITHIN: ("first", "last"),
    Kind.COMPLETED: ("module",),
    Kind.PASSED: ("module",),
    Kind.SCORED: ("at_least", "module", "attempt"),
    **dict.fromkeys(MEASURED, ("at_least",)),
    Kind.HOLDS: ("course",),
    Kind.EVALUATED: ("title", "code"),
    Kind.CONFIRMED: ("title", "code"),
}


class Tampered(ValueError):
    """The form did not come back as it was sent."""


@dataclass(frozen=True)
class Node:
    """`said`: what stands in the fields that its kind has. Only groups have parts."""

    kind: Kind
    said: Mapping[str, str] = field(default_factory=dict)
    parts: "tuple[Node, ...]" = ()

    def __post_init__(self) -> None:
        said = {name: self.said.get(name, "") for name in FIELDS[self.kind]}
        object.__setattr__(self, "said", said)


def from_form(data: Mapping[str, str]) -> Node:
    """Tampered when a part has no known kind, or something stands where no part is."""
    root = _from_form(data, ROOT, 0)
    paths = {path_of(place) for place, _ in walked(root)}
    for name in data:
        found = _NAME.fullmatch(name)
        if found and found[1] not in paths and found[2] not in _NOT_OF_THE_TREE:
            raise Tampered(name)
    return root


def to_form(node: Node, path: str = ROOT) -> dict[str, str]:
    fields = {f"{path}.kind": str(node.kind)}
    fields |= {f"{path}.{name}": value for name, value in node.said.items()}
    for index, part in enumerate(node.parts):
        fields |= to_form(part, f"{path}-{index}")
    return fields


def from_criterion(criterion: Criterion) -> Node:
    match criterion:
        case criteria.All(parts):
            return Node(Kind.ALL, parts=_nodes(parts))
        case criteria.Any(parts):
            return Node(Kind.ANY, parts=_nodes(parts))
        case criteria.AtLeast(count, parts):
            return Node(Kind.SOME, {"count": str(count)}, _nodes(parts))
        case criteria.Within(first, last, part):
            said = {"first": first.isoformat(), "last": last.isoformat()}
            return Node(Kind.WITHIN, said, (from_criterion(part),))
        case leaf:
            return _of_leaf(leaf)


def walked(node: Node, place: Place = ()) -> Iterator[tuple[Place, Node]]:
    """Every part with its place, in the order of reading."""
    yield place, node
    for index, part in enumerate(node.parts):
        yield from walked(part, (*place, index))


def path_of(place: Place) -> str:
    return "-".join([ROOT, *map(str, place)])


def place_of(path: str) -> Place:
    """Tampered when it is no path."""
    if not _PATH.fullmatch(path):
        raise Tampered(path)
    return tuple(int(index) for index in path.split("-")[1:])


def _from_form(data: Mapping[str, str], path: str, depth: int) -> Node:
    try:
        kind = Kind(data.get(f"{path}.kind", ""))
    except ValueError:
        raise Tampered(path) from None
    if depth > MAX_DEPTH + 1:
        raise Tampered(path)
    said = {name: data.get(f"{path}.{name}", "") for name in FIELDS[kind]}
    if not kind.is_group:
        return Node(kind, said)
    there = [f"{path}-{index}" for index in range(MAX_PARTS) if f"{path}-{index}.kind" in data]
    return Node(kind, said, tuple(_from_form(data, each, depth + 1) for each in there))


def _nodes(parts: tuple[Criterion, ...]) -> tuple[Node, ...]:
    return tuple(from_criterion(part) for part in parts)


_KINDS = {what: kind for kind, what in MEASURED.items()}


def _of_leaf(leaf: criteria.Leaf) -> Node:
    match leaf:
        case criteria.Completed(module):
            return Node(Kind.COMPLETED, {"module": module})
        case criteria.Passed(module):
            return Node(Kind.PASSED, {"module": module})
        case criteria.Scored(module, at_least, attempt):
            said = {"module": module, "at_least": f"{at_least:f}", "attempt": str(attempt)}
            return Node(Kind.SCORED, said)
        case criteria.Measured(what, at_least):
            return Node(_KINDS[what], {"at_least": f"{at_least:f}"})
        case criteria.Holds(course):
            return Node(Kind.HOLDS, {"course": course})
        case criteria.Evaluated(code, title):
            return Node(Kind.EVALUATED, {"code": code, "title": title})
        case criteria.Confirmed(code, title):
            return Node(Kind.CONFIRMED, {"code": code, "title": title})
