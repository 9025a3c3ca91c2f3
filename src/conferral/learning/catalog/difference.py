"""What differs between two versions of a course: part by part, module by module, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from conferral.learning.catalog.syllabus import WORDS, Part, Place, Syllabus, Teacher

_LISTS = frozenset({"modules", "people", "alignments"})
_WORD = re.compile(r"\s+|[^\s]+")
_LONGEST = 4_000  # Words of both texts together; beyond that the whole text is shown as changed.
_PROSE = 0.3  # Texts that have less than this in common are not woven together.


class Fate(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they stayed. A text is its pieces, one after the other."""

    fate: Fate
    text: str


@dataclass(frozen=True)
class Change:
    """One part of the syllabus, or one line of a list: how it read, and how it reads now."""

    part: str  # A key of syllabus.WORDS.
    label: str
    fate: Fate
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Difference:
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that differ, each once, in reading order."""
        return tuple(dict.fromkeys(change.part for change in self.changes))

    def to_json(self) -> list[dict[str, str]]:
        return [
            {
                "part": change.part,
                "label": change.label,
                "fate": change.fate,
                "before": _text(change.before),
                "after": _text(change.after),
            }
            for change in self.changes
        ]


def difference(before: Syllabus, after: Syllabus) -> Difference:
    """From one to the other; empty when both say the same."""
    changes: list[Change] = []
    for part in WORDS:
        old, new = getattr(before, part), getattr(after, part)
        if part == "criterion":
            changes += _criterion(before, after)
        elif part in _LISTS:
            changes += _lines(part, old, new)
        elif old != new:
            changes.append(_texts(part, WORDS[part], said(old), said(new)))
    return Difference(tuple(changes))


def said(value: object) -> str:
    """A value as pages show it; nothing for what is not said."""
    return "" if value is None else str(value)


def woven(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, cut where they part and meet again: what was removed, and what was added."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _LONGEST or _in_common(before.split(), after.split()) < _PROSE:
        return _whole(Fate.REMOVED, before), _whole(Fate.ADDED, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    lefts: list[Piece] = []
    rights: list[Piece] = []
    for what, i, j, k, m in matcher.get_opcodes():
        same = what == "equal"
        lefts += _whole(Fate.SAME if same else Fate.REMOVED, "".join(old[i:j]))
        rights += _whole(Fate.SAME if same else Fate.ADDED, "".join(new[k:m]))
    return tuple(lefts), tuple(rights)


def _in_common(old: list[str], new: list[str]) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).quick_ratio()


def _criterion(before: Syllabus, after: Syllabus) -> list[Change]:
    """By what it asks of modules, in a sentence: a new title of a module is no new criterion."""
    if before.criterion == after.criterion:
        return []
    return [_texts("criterion", WORDS["criterion"], before.narrative, after.narrative)]


def _lines(part: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> list[Change]:
    """Lines are the same line when their keys are: what went, what came, what changed or moved."""
    before, after = ({_key(line): line for line in lines} for lines in (old, new))
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    changes = []
    for key, line in before.items():
        if key not in after:
            changes.append(
                Change(part, _name(line), Fate.REMOVED, _whole(Fate.REMOVED, _line(line)))
            )
    for position, (key, line) in enumerate(after.items(), start=1):
        if key not in before:
            pieces = _whole(Fate.ADDED, _line(line))
            changes.append(Change(part, _name(line), Fate.ADDED, after=pieces))
        elif before[key] != line:
            changes.append(_texts(part, _name(line), _line(before[key]), _line(line)))
        elif key in moved and part == "modules":
            where = (Piece(Fate.SAME, f"now number {position}"),)
            changes.append(Change(part, _name(line), Fate.MOVED, after=where))
    return changes


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Those outside the longest run that kept its order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    kept = {
        key for block in matcher.get_matching_blocks() for key in before[block.a :][: block.size]
    }
    return set(before) - kept


def _texts(part: str, label: str, before: str, after: str) -> Change:
    old, new = woven(before, after)
    return Change(part, label, Fate.CHANGED, old, new)


def _key(line: Part | Teacher | Place) -> str:
    match line:
        case Part(code=code):
            return code
        case Teacher(name=name, duty=duty):
            return f"{name}\n{duty}"
        case Place(url=url, name=name):
            return f"{url}\n{name}"


def _name(line: Part | Teacher | Place) -> str:
    return line.title if isinstance(line, Part) else line.name


def _line(line: Part | Teacher | Place) -> str:
    match line:
        case Part(code=code, title=title, kind=kind, hours=hours):
            told = [f"{title} ({code})", kind, f"{hours.normalize():f} hours" if hours else ""]
        case Teacher(name=name, duty=duty, title=title):
            told = [name, title, duty]
        case Place():
            told = [line.name, line.code, line.framework, line.type, line.url, line.description]
    return ", ".join(filter(None, told))


def _whole(fate: Fate, text: str) -> tuple[Piece, ...]:
    return (Piece(fate, text),) if text else ()


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)
