"""The page on which a criterion is built: every part with its sentence, fields and problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Line, Problem, Titles, outline
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.catalog.surroundings import course_titles, surroundings_of
from conferral.learning.catalog.versions import syllabus_of
from conferral.web.staff.criterion_reading import Reading, read
from conferral.web.staff.criterion_tree import (
    GROUPS,
    LEAVES,
    ROOT,
    Kind,
    Node,
    Place,
    path_of,
    place_of,
)

Choices = Sequence[tuple[str, str]]

WORDS: Mapping[Kind, str] = {
    Kind.ALL: "all of these",
    Kind.ANY: "one of these",
    Kind.SOME: "at least this many of these",
    Kind.WITHIN: "within some days",
    Kind.COMPLETED: "complete",
    Kind.PASSED: "pass",
    Kind.SCORED: "score",
    Kind.PERCENT: "attend, in percent",
    Kind.HOURS: "attend, in hours",
    Kind.GIVEN: "give peer reviews",
    Kind.RECEIVED: "receive peer reviews",
    Kind.POSTS: "write in discussions",
    Kind.HOLDS: "hold a certificate of",
    Kind.EVALUATED: "be found competent in",
    Kind.CONFIRMED: "have confirmed by staff",
}
ADDED: Choices = [(str(kind), WORDS[kind]) for kind in (*LEAVES, *GROUPS)]
_UNITS = {
    Kind.SCORED: "%",
    Kind.PERCENT: "% of the course",
    Kind.HOURS: "hours",
    Kind.GIVEN: "reviews",
    Kind.RECEIVED: "reviews",
    Kind.POSTS: "posts",
}


@dataclass(frozen=True)
class Field:
    """One field as it stands in the sentence: words, the field, words."""

    name: str
    value: str
    before: str
    after: str = ""
    type: str = "text"  # Or "number", "date", "select".
    choices: Choices = ()
    error: str = ""


@dataclass(frozen=True)
class Part:
    """`number` is how people count: "2.1" for the first part of the second."""

    path: str
    number: str
    kind: Kind
    kinds: Choices
    fields: tuple[Field, ...]
    parts: "tuple[Part, ...]"
    error: str
    problems: tuple[Problem, ...]

    @property
    def is_whole(self) -> bool:
        return self.path == ROOT

    @property
    def is_wrong(self) -> bool:
        return bool(self.error) or any(each.is_contradiction for each in self.problems)


@dataclass(frozen=True)
class Remark:
    """What is wrong or odd, and the id of the field or part where it is.

    `is_about_it`: what was typed can be read, and makes no sense, or none that is likely.
    """

    where: str
    words: str
    is_wrong: bool = True
    is_about_it: bool = False


@dataclass(frozen=True)
class Builder:
    """A tree in the surroundings of its draft. Everything is worked out when it is asked for."""

    draft: CourseVersion
    tree: Node

    @cached_property
    def reading(self) -> Reading:
        return read(self.tree)

    @cached_property
    def titles(self) -> Titles:
        others = dict(course_titles(self.draft.course))
        return Titles(self.draft.module_titles, others)

    @cached_property
    def problems(self) -> tuple[tuple[str, Problem], ...]:
        """Each with the path of the part that it is about; none while something is unreadable."""
        if self.reading.criterion is None:
            return ()
        found = criteria.problems_of(
            self.reading.criterion,
            self.titles.modules,
            self.titles.courses,
            surroundings_of(self.draft.course, syllabus_of(self.draft)),
        )
        return tuple((self.reading.path_of(each.path), each) for each in found)

    @property
    def contradictions(self) -> tuple[Problem, ...]:
        return tuple(each for _, each in self.problems if each.is_contradiction)

    @property
    def to_look_at(self) -> tuple[Remark, ...]:
        """For the list at the top."""
        errors = tuple(
            Remark(name.replace(".", "_"), f"{_called(name.partition('.')[0])}: {said}")
            for name, said in self.reading.errors.items()
        )
        return errors + tuple(
            Remark(path, f"{_called(path)}: {each.words}", each.is_contradiction, is_about_it=True)
            for path, each in self.problems
        )

    @property
    def outline(self) -> Line | None:
        criterion = self.reading.criterion
        return outline(criterion, self.titles) if criterion else None

    @property
    def part(self) -> Part:
        return self._part(self.tree, ())

    def _part(self, node: Node, place: Place) -> Part:
        path = path_of(place)
        kinds = GROUPS if node.kind.is_group else LEAVES
        return Part(
            path=path,
            number=_number(place),
            kind=node.kind,
            kinds=[(str(kind), WORDS[kind]) for kind in kinds],
            fields=tuple(self._field(node, name, path) for name in node.said),
            parts=tuple(self._part(each, (*place, at)) for at, each in enumerate(node.parts)),
            error=self.reading.errors.get(path, ""),
            problems=tuple(problem for where, problem in self.problems if where == path),
        )

    def _field(self, node: Node, name: str, path: str) -> Field:
        value, error = node.said[name], self.reading.errors.get(f"{path}.{name}", "")
        match name:
            case "module":
                before = "in" if node.kind is Kind.SCORED else "the module"
                return self._choice(name, value, before, self.titles.modules, error)
            case "course":
                others = {
                    code: title
                    for code, title in self.titles.courses.items()
                    if code != self.draft.course.code
                }
                return self._choice(name, value, "the course", others, error)
            case "attempt":
                which = [("best", "best"), ("last", "last")]
                return Field(name, value, "counting the", "attempt", "select", which, error)
            case "at_least":
                return Field(name, value, "at least", _UNITS[node.kind], "number", error=error)
            case "count":
                return Field(name, value, "namely", f"of {len(node.parts)}", "number", error=error)
            case "first" | "last":
                before = "from" if name == "first" else "to"
                return Field(name, value, before, type="date", error=error)
            case "title":
                return Field(name, value, "namely", error=error)
            case _:
                return Field(name, value, "code", "(empty: made of the words)", error=error)

    def _choice(
        self, name: str, value: str, before: str, titles: Mapping[str, str], error: str
    ) -> Field:
        """A code that is no longer there stays on the list, so that nobody loses it unseen."""
        lost = [(value, f"{value} (does not exist)")] if value and value not in titles else []
        choices = [("", "Choose"), *lost, *titles.items()]
        return Field(name, value, before, type="select", choices=choices, error=error)


def _number(place: Place) -> str:
    return ".".join(str(index + 1) for index in place)


def _called(path: str) -> str:
    place = place_of(path)
    return f"Part {_number(place)}" if place else "The whole"
