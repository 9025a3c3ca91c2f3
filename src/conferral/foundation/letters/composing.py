"""A letter out of words and facts: its subject, its text, and the blocks that HTML is made of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from babel.dates import format_date

from conferral.foundation import prose
from conferral.foundation.letters.words import (
    Fact,
    Line,
    Paragraph,
    Parsed,
    Shown,
    Variable,
    is_labelled,
)

Facts = Mapping[str, Fact]

_LONGEST_SUBJECT = 200
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…؟。])\s+")


@dataclass(frozen=True)
class Run:
    """Some words in a line. `is_value`: they are a fact, of whatever script."""

    text: str
    is_value: bool = False
    is_strong: bool = False
    href: str = ""


@dataclass(frozen=True)
class Prose:
    form: ClassVar[str] = "prose"
    lines: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True)
class Table:
    form: ClassVar[str] = "table"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Items:
    form: ClassVar[str] = "items"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Button:
    form: ClassVar[str] = "button"
    label: str
    href: str


@dataclass(frozen=True)
class Picture:
    """`src`: where a page finds it; in a letter it is carried along."""

    form: ClassVar[str] = "picture"
    alt: str
    src: str


@dataclass(frozen=True)
class Rich:
    form: ClassVar[str] = "rich"
    html: prose.Html


@dataclass(frozen=True)
class Code:
    """To be typed somewhere else: large, and read from left to right in every script."""

    form: ClassVar[str] = "code"
    text: str


Block = Rich | Prose | Table | Items | Button | Picture | Code


@dataclass(frozen=True)
class Composed:
    """`after`: what comes behind the button, or nothing where there is none."""

    subject: str
    heading: tuple[Run, ...]
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    small_print: tuple[Block, ...]
    text: str


def compose(parsed: Parsed, facts: Facts, language: str) -> Composed:
    """`language`: a BCP 47 tag, in which days are written."""
    return composed(parsed, said_in(language, facts))


def said_in(language: str, facts: Facts) -> dict[str, str]:
    """The facts as they are written; of a list the lines."""
    return {name: _said(fact, language) for name, fact in facts.items()}


def composed(parsed: Parsed, said: Mapping[str, str]) -> Composed:
    """`said`: as `said_in` gives it."""
    kept = _kept_of(parsed, said)
    blocks = [block for paragraph in kept.paragraphs for block in _blocks(paragraph, said)]
    behind = next((at + 1 for at, each in enumerate(blocks) if isinstance(each, Button)), None)
    subject, text = plain(parsed, said)
    return Composed(
        subject=subject,
        heading=tuple(_runs(kept.heading, said)),
        before=tuple(blocks[:behind]),
        after=tuple(blocks[behind:]) if behind else (),
        small_print=tuple(block for each in kept.small_print for block in _blocks(each, said)),
        text=text,
    )


def plain(parsed: Parsed, said: Mapping[str, str]) -> tuple[str, str]:
    """The subject and the text alone, as in `composed`: most of a letter is its HTML."""
    return _subject(_plain(parsed.subject, said)), _text(_kept_of(parsed, said), said)


@dataclass(frozen=True)
class _Kept:
    """What has something to say."""

    heading: Line
    paragraphs: list[Paragraph]
    small_print: list[Paragraph]


def _kept_of(parsed: Parsed, said: Mapping[str, str]) -> _Kept:
    return _Kept(
        _kept_line(parsed.heading, said),
        _kept(parsed.paragraphs, said),
        _kept(parsed.small_print, said),
    )


def _said(fact: Fact, language: str) -> str:
    match fact:
        case str():
            return fact.strip()
        case date():
            return _day(fact, language)
    return "\n".join(line.strip() for line in fact)


@lru_cache(maxsize=256)  # Those of a batch have few, and Babel takes its time.
def _day(day: date, language: str) -> str:
    return format_date(day, "d MMMM y" if language == "en" else "long", locale=language)


def _kept(paragraphs: Iterable[Paragraph], said: Mapping[str, str]) -> list[Paragraph]:
    """Without the lines that have nothing to say, and without paragraphs of such lines."""
    told = (each for each in paragraphs if not any(_is_empty_list(line, said) for line in each))
    kept = (tuple(filter(None, (_kept_line(line, said) for line in each))) for each in told)
    return [paragraph for paragraph in kept if paragraph]


def _is_empty_list(line: Line, said: Mapping[str, str]) -> bool:
    """It takes its paragraph with it: the words before a list are about it."""
    match line:
        case (Variable(shown=Shown.LIST, name=name),):
            return not said[name]
    return False


def _kept_line(line: Line, said: Mapping[str, str]) -> Line:
    return line if all(said[each.name] for each in line if isinstance(each, Variable)) else ()


def _subject(text: str) -> str:
    subject = " ".join(text.split())  # No line of a header can be begun in it.
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"


def _blocks(paragraph: Paragraph, said: Mapping[str, str]) -> Iterator[Block]:
    lines: list[tuple[Run, ...]] = []
    rows: list[tuple[str, str]] = []
    for line in paragraph:
        block = _row(line, said) or _standing_alone(line, said) or tuple(_runs(line, said))
        is_row, is_line = isinstance(block, Table), isinstance(block, tuple)
        if lines and not is_line:
            yield Prose(tuple(lines))
            lines = []
        if rows and not is_row:
            yield Table(tuple(rows))
            rows = []
        match block:
            case Table(rows=(row,)):
                rows.append(row)
            case tuple():
                lines.append(block)
            case _:
                yield block
    if lines:
        yield Prose(tuple(lines))
    if rows:
        yield Table(tuple(rows))


def _row(line: Line, said: Mapping[str, str]) -> Table | None:
    match line:
        case (str(label), Variable(shown=Shown.FACT, name=name)) if is_labelled(line):
            return Table(((_label(label), said[name]),))
    return None


def _standing_alone(line: Line, said: Mapping[str, str]) -> Block | None:
    match line:
        case (Variable(shown=Shown.LIST, name=name),):
            return Items(tuple(said[name].split("\n")))
        case (Variable(shown=Shown.PROSE, name=name),):
            return Rich(prose.html_of(said[name]))
        case (Variable(shown=Shown.CODE, name=name),):
            return Code(said[name])
        case (*label, Variable(shown=Shown.BUTTON, name=name)):
            return Button(_label(_plain(tuple(label), said)), said[name])
        case (*label, Variable(shown=Shown.PICTURE, name=name)):
            return Picture(_label(_plain(tuple(label), said)), said[name])
    return None


def _label(text: str) -> str:
    return text.strip().removesuffix(":").strip()


def _runs(line: Line, said: Mapping[str, str]) -> Iterator[Run]:
    before = line[-2] if len(line) > 1 else None
    match line:
        case (*_, Variable(shown=Shown.LINK, name=name)) if isinstance(before, str):
            yield from (_run(each, said) for each in line[:-2])
            yield from _linked(before, said[name])
        case _:
            yield from (_run(each, said) for each in line)


def _linked(words: str, address: str) -> Iterator[Run]:
    """The last sentence before the colon becomes the link; without one the address is shown."""
    if not words.endswith(": ") or not _label(words):
        yield Run(words)
        yield Run(address, href=address)
        return
    *before, last = _SENTENCE_ENDS.split(_label(words))
    if before:
        yield Run(f"{words[: words.rindex(last)]}")
    yield Run(last, href=address)


def _run(part: str | Variable, said: Mapping[str, str]) -> Run:
    match part:
        case Variable(shown=Shown.LINK, name=name):
            return Run(said[name], href=said[name])
        case Variable(shown=shown, name=name):
            return Run(said[name], is_value=True, is_strong=shown is Shown.STRONG)
    return Run(part)


def _text(kept: _Kept, said: Mapping[str, str]) -> str:
    main = [_plain(kept.heading, said), *(_plain_paragraph(each, said) for each in kept.paragraphs)]
    parts = [part for part in main if part]
    if kept.small_print:  # The mark of a signature: readers of mail know it.
        small = (_plain_paragraph(each, said) for each in kept.small_print)
        parts.append("-- \n" + "\n\n".join(small))
    return "\n\n".join(parts) + "\n"


def _plain_paragraph(paragraph: Paragraph, said: Mapping[str, str]) -> str:
    lines = (_plain(line, said) for line in paragraph if not _is_picture(line))
    return "\n".join(lines)


def _is_picture(line: Line) -> bool:
    return isinstance(line[-1], Variable) and line[-1].shown is Shown.PICTURE


def _plain(line: Line, said: Mapping[str, str]) -> str:
    match line:
        case (Variable(shown=Shown.LIST, name=name),):
            return "\n".join(f"- {item}" for item in said[name].split("\n"))
        case (Variable(shown=Shown.PROSE, name=name),):
            return prose.plain_of(said[name])
    return "".join(said[each.name] if isinstance(each, Variable) else each for each in line)
