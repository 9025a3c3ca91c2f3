"""From what was typed to a criterion, or to an error beside each field that is not right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Criterion, NoCriterion
from conferral.learning.catalog.criteria.reading import MAX_COUNT, MAX_HOURS, MAX_TITLE
from conferral.web.staff.criterion_tree import ROOT, Kind, Node
from credkit.canonical import Json

_NUMBER = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,2})?")
_HUNDRED = Decimal(100)
_COUNTED = {
    Kind.GIVEN: "peer_reviews_given",
    Kind.RECEIVED: "peer_reviews_received",
    Kind.POSTS: "posts",
}
_GROUPED = {Kind.ALL: "all", Kind.ANY: "any", Kind.SOME: "of"}


@dataclass(frozen=True)
class Reading:
    """The criterion, if everything can be read; `errors` by the names of fields, and of parts.

    `places`: the path of each part by its JSON Pointer into the criterion's JSON.
    """

    criterion: Criterion | None
    errors: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def path_of(self, pointer: str) -> str:
        """The part there, or the nearest above it."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer, ROOT)


def read(root: Node) -> Reading:
    reader = _Reader()
    said = reader.part(root, ROOT, "")
    if reader.errors:
        return Reading(None, reader.errors, reader.places)
    try:
        return Reading(criteria.from_json(said), {}, reader.places)
    except NoCriterion as error:
        return Reading(None, {ROOT: str(error)}, reader.places)


class _Reader:
    def __init__(self) -> None:
        self.errors: dict[str, str] = {}
        self.places: dict[str, str] = {}

    def part(self, node: Node, path: str, pointer: str) -> Json:
        self.places[pointer] = path
        if node.kind.is_group:
            return self._group(node, path, pointer)
        return self._leaf(node, path)

    def _group(self, node: Node, path: str, pointer: str) -> Json:
        if not node.parts:
            self.errors[path] = "Nothing stands in this group yet. Add a part, or remove the group."
        if node.kind is Kind.WITHIN:
            days = {"from": self._day(node, path, "first"), "until": self._day(node, path, "last")}
            return {"within": days, "of": self._only(node, path, f"{pointer}/of")}
        key = _GROUPED[node.kind]
        said: Json = {key: self._parts(node, path, f"{pointer}/{key}")}
        if node.kind is Kind.SOME:
            said = {"at_least": self._count(node, path, "count", len(node.parts) or 1)} | said
        return said

    def _only(self, node: Node, path: str, pointer: str) -> Json:
        """What stands in a period: one part, or all of several."""
        if len(node.parts) == 1:
            return self.part(node.parts[0], f"{path}-0", pointer)
        return {"all": self._parts(node, path, f"{pointer}/all")}

    def _parts(self, node: Node, path: str, pointer: str) -> list[Json]:
        parts = enumerate(node.parts)
        return [self.part(each, f"{path}-{at}", f"{pointer}/{at}") for at, each in parts]

    def _leaf(self, node: Node, path: str) -> Json:
        match node.kind:
            case Kind.COMPLETED | Kind.PASSED:
                return {str(node.kind): self._chosen(node, path, "module")}
            case Kind.SCORED:
                asked = {"at_least": self._number(node, path, _HUNDRED), "attempt": _which(node)}
                return {"scored": self._chosen(node, path, "module"), **asked}
            case Kind.PERCENT:
                return {"attended": {"percent": self._number(node, path, _HUNDRED)}}
            case Kind.HOURS:
                return {"attended": {"hours": self._number(node, path, MAX_HOURS)}}
            case Kind.HOLDS:
                return {"holds": self._chosen(node, path, "course")}
            case Kind.EVALUATED | Kind.CONFIRMED:
                title = self._title(node, path)
                return {str(node.kind): self._code(node, path, title), "as": title}
            case counted:
                return {_COUNTED[counted]: self._count(node, path, "at_least", MAX_COUNT)}

    def _chosen(self, node: Node, path: str, name: str) -> str:
        chosen = node.said[name]
        if not chosen:
            self.errors[f"{path}.{name}"] = f"Choose a {name}."
        elif not _CODE.fullmatch(chosen):
            self.errors[f"{path}.{name}"] = f"There is no such {name}."
        return chosen

    def _number(self, node: Node, path: str, most: Decimal) -> str:
        """As criteria.from_json reads it; people may write a decimal comma."""
        typed = node.said["at_least"].strip()
        written = typed.replace(",", ".")
        if not _NUMBER.fullmatch(typed) or Decimal(written) > most:
            self.errors[f"{path}.at_least"] = (
                f"Write a number from 0 to {most}, with at most two decimal places."
            )
        return written

    def _count(self, node: Node, path: str, name: str, most: int) -> int:
        typed = node.said[name].strip()
        if typed.isascii() and typed.isdecimal() and len(typed) < _LONG and int(typed) >= 1:
            count = int(typed)
            if count <= MAX_COUNT and (name == "at_least" or count <= most):
                return count
        limit = most if name == "count" else MAX_COUNT
        self.errors[f"{path}.{name}"] = f"Write a whole number from 1 to {limit}."
        return 1

    def _day(self, node: Node, path: str, name: str) -> str:
        try:
            return date.fromisoformat(node.said[name].strip()).isoformat()
        except ValueError:
            self.errors[f"{path}.{name}"] = "Choose a day, written like 2026-12-31."
            return "2000-01-01"

    def _title(self, node: Node, path: str) -> str:
        title = node.said["title"].strip()
        if not (0 < len(title) <= MAX_TITLE and title.isprintable()):
            self.errors[f"{path}.title"] = (
                f"Say what it is about, in up to {MAX_TITLE} characters on one line."
            )
        return title

    def _code(self, node: Node, path: str, title: str) -> str:
        """As typed, or made of the title."""
        code = node.said["code"].strip() or _slug(title)
        if not _CODE.fullmatch(code):
            self.errors[f"{path}.code"] = "A code is up to 50 letters, digits, - and _."
        return code


_CODE = re.compile(r"[-a-zA-Z0-9_]{1,50}")
_LONG = 6  # Digits that no count has.


def _which(node: Node) -> str:
    return "last" if node.said["attempt"] == "last" else "best"


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:50].strip("-")
