"""A criterion as a list in a list, for pages: what is asked, line by line."""

from dataclasses import dataclass

from conferral.learning.catalog.criteria.kinds import All, Any, AtLeast, Criterion, Titles, Within
from conferral.learning.catalog.criteria.wording import asked, period

_NO_TITLES = Titles()


@dataclass(frozen=True)
class Line:
    """One thing to do; or words about the lines below it."""

    words: str
    lines: "tuple[Line, ...]" = ()


def outline(criterion: Criterion, titles: Titles = _NO_TITLES) -> Line:
    match criterion:
        case All(parts):
            return _group("Do all of this:", parts, titles)
        case Any(parts):
            return _group("Do one of these:", parts, titles)
        case AtLeast(count, parts):
            return _group(f"Do at least {count} of these {len(parts)}:", parts, titles)
        case Within(first, last, part):
            return _group(f"Do this {period(first, last)}:", (part,), titles)
        case leaf:
            words = asked(leaf, titles)
            return Line(f"{words[0].upper()}{words[1:]}.")


def _group(words: str, parts: tuple[Criterion, ...], titles: Titles) -> Line:
    """A group of one is that one, without words about it."""
    lines = tuple(outline(part, titles) for part in parts)
    return lines[0] if len(lines) == 1 and words.startswith("Do all") else Line(words, lines)
