"""The HTML of many letters: written once with marks where facts stand, and filled in for each.

Laying a letter out takes most of the time of writing it, and those of a batch differ in a few
words. What is filled in is, byte for byte, what would have been laid out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from conferral.foundation.accounts.models import Organization
from conferral.foundation.letters.composing import composed
from conferral.foundation.letters.frame import html_of
from conferral.foundation.letters.words import Paragraph, Parsed, Shown, Variable

_SUBJECT = ""  # In the title, shortened: named like no variable.
_MARK = re.compile("\ue000(\\w*)\ue001")
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_TAG = str.maketrans({"&": "&amp;", '"': "&quot;"})


@dataclass(frozen=True)
class _Place:
    name: str
    is_in_tag: bool


class Sheets:
    """Of one kind of letters in the words of one organization and language."""

    def __init__(self, parsed: Parsed, organization: Organization, language: str) -> None:
        self._parsed, self._organization, self._language = parsed, organization, language
        self._by_empty: dict[frozenset[str], tuple[str | _Place, ...]] = {}
        self._is_free = any(each.shown is Shown.PROSE for each in _variables(parsed))

    def html_of(self, subject: str, said: Mapping[str, str]) -> str:
        """`subject`: as composed from `said`. What is not plain text is laid out by itself."""
        if self._is_free or not all(map(_is_plain, (subject, *said.values()))):
            letter = composed(self._parsed, said)
            return html_of(letter, self._organization, self._language)
        empty = frozenset(name for name, fact in said.items() if not fact)
        if empty not in self._by_empty:
            self._by_empty[empty] = tuple(_joined(_parts(self._marked(said))))
        return _filled(self._by_empty[empty], {**said, _SUBJECT: subject})

    def _marked(self, said: Mapping[str, str]) -> str:
        """Which facts are empty decides what the letter is made of, and nothing else does."""
        letter = composed(self._parsed, {name: fact and _mark(name) for name, fact in said.items()})
        marked = replace(letter, subject=_mark(_SUBJECT))
        return html_of(marked, self._organization, self._language)


def _variables(parsed: Parsed) -> Iterator[Variable]:
    paragraphs: tuple[Paragraph, ...] = (*parsed.paragraphs, *parsed.small_print)
    for paragraph in paragraphs:
        yield from (part for line in paragraph for part in line if isinstance(part, Variable))


def _is_plain(fact: str) -> bool:
    """One line without what HTML writes in another way, such as blanks that do not break; and
    without our marks."""
    return fact.isprintable()


def _mark(name: str) -> str:
    return f"\ue000{name}\ue001"


def _parts(html: str) -> Iterator[str | _Place]:
    for at, piece in enumerate(_TAG.split(html)):  # Text and tags by turns.
        for place, part in enumerate(_MARK.split(piece)):  # Words and names by turns.
            yield _Place(part, is_in_tag=bool(at % 2)) if place % 2 else part


def _joined(parts: Iterable[str | _Place]) -> Iterator[str | _Place]:
    """What nothing stands between is one piece: a letter has ten times as many tags as places."""
    words: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
        else:
            yield from ("".join(words), part)
            words = []
    yield "".join(words)


def _filled(parts: tuple[str | _Place, ...], said: Mapping[str, str]) -> str:
    return "".join(each if isinstance(each, str) else _escaped(each, said) for each in parts)


def _escaped(place: _Place, said: Mapping[str, str]) -> str:
    return said[place.name].translate(_IN_TAG if place.is_in_tag else _IN_TEXT)
