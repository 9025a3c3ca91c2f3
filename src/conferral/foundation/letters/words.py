"""What letters of a kind say: lines with places for variables, and nothing else.

A variable stands in a line as `{{ course }}`. A line whose variable is empty is left out, a list
takes its paragraph with it; there are no other conditions. An empty line begins a paragraph, and
what follows a line of two hyphens is small print. How a variable looks is its own business: an
address behind "words: " makes those words a link, a fact behind "label: " a row of a table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_PLACE = re.compile(r"\{\{([^{}]*)\}\}")
_BRACES = re.compile(r"[{}]")
_HEADER = re.compile(r"(Subject|Heading): *(.*)")
_SMALL_PRINT = re.compile(r"--\s*\Z")
LONGEST_LINE, LONGEST_BODY = 200, 10_000


Fact = str | date | Sequence[str]
"""Text, a day, or the lines of a list. What is empty is not said."""


class Shown(StrEnum):
    TEXT = "text"
    STRONG = "text, in bold"
    FACT = "text; behind a label a row of a table"
    LIST = "lines of a list; alone in its line"
    LINK = "an address, at the end of a line: the words before its colon become the link"
    BUTTON = "an address, alone behind a label: a button"
    PICTURE = "a picture, alone behind its description"
    PROSE = "paragraphs with lists and links; alone in its line"
    CODE = "to be typed; alone in its line, large"


_WHOLE = frozenset({Shown.LIST, Shown.PROSE, Shown.CODE})
_ADDRESSES = frozenset({Shown.LINK, Shown.BUTTON, Shown.PICTURE})
_LABELLED = frozenset({Shown.BUTTON, Shown.PICTURE})


@dataclass(frozen=True)
class Variable:
    """`says`: what it is, for whoever edits. `example`: for previews. `is_needed`: without it the
    letter would be of no use. `may_be_empty`: then its line is left out."""

    name: str
    says: str
    example: Fact
    shown: Shown = Shown.TEXT
    is_needed: bool = False
    may_be_empty: bool = False

    @property
    def place(self) -> str:
        return f"{{{{ {self.name} }}}}"


@dataclass(frozen=True)
class Words:
    """Of one letter, in one language."""

    subject: str
    heading: str
    body: str

    @property
    def source(self) -> str:
        """As one text; `read` takes it back."""
        return f"Subject: {self.subject}\nHeading: {self.heading}\n\n{self.body}\n"


class BadWords(ValueError):
    """Cannot be sent; the message is a sentence for a person. `part`: a field of Words."""

    def __init__(self, part: str, sentence: str) -> None:
        super().__init__(sentence)
        self.part = part


Line = tuple[str | Variable, ...]
Paragraph = tuple[Line, ...]


@dataclass(frozen=True)
class Parsed:
    """Ready to be filled in, as often as needed."""

    subject: Line
    heading: Line
    paragraphs: tuple[Paragraph, ...]
    small_print: tuple[Paragraph, ...]


def read(source: str) -> Words:
    """From a file: a line "Subject: …", perhaps a line "Heading: …", an empty line, the body."""
    head, _, body = _unix(source).partition("\n\n")
    said: dict[str, str] = {}
    for line in head.splitlines():
        match = _HEADER.fullmatch(line.strip())
        if not match:
            raise BadWords("subject", f"“{line}” is neither “Subject: …” nor “Heading: …”.")
        said[match[1].lower()] = match[2]
    return Words(said.get("subject", ""), said.get("heading", ""), body.strip())


def cleaned(words: Words) -> Words:
    """As they are kept: without blanks around them, with lines that end as lines do here."""
    subject, heading = (" ".join(part.split()) for part in (words.subject, words.heading))
    lines = (line.rstrip() for line in _unix(words.body).split("\n"))
    return Words(subject, heading, "\n".join(lines).strip())


def parse(words: Words, variables: Sequence[Variable]) -> Parsed:
    """Raises BadWords, with the part that cannot stand and what could."""
    known = {each.name: each for each in variables}
    _refuse_lengths(words)
    body = [_line("body", text, known) for text in _unix(words.body).split("\n")]
    small = next((at for at, line in enumerate(body) if _is_small_print(line)), len(body))
    parsed = Parsed(
        subject=_one_line("subject", words.subject, known),
        heading=_one_line("heading", words.heading, known),
        paragraphs=tuple(_paragraphs(body[:small])),
        small_print=tuple(_paragraphs(body[small + 1 :])),
    )
    _refuse_without_what_is_needed(parsed, variables)
    return parsed


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_lengths(words: Words) -> None:
    if not words.subject.strip():
        raise BadWords("subject", "A letter has a subject.")
    if not words.body.strip():
        raise BadWords("body", "A letter says something.")
    for part in ("subject", "heading"):
        if len(getattr(words, part)) > LONGEST_LINE:
            raise BadWords(part, f"{LONGEST_LINE} characters at most.")
    if len(words.body) > LONGEST_BODY:
        raise BadWords("body", f"{LONGEST_BODY:,} characters at most.")


def _refuse_without_what_is_needed(parsed: Parsed, variables: Sequence[Variable]) -> None:
    paragraphs = (*parsed.paragraphs, *parsed.small_print)
    used = {each for paragraph in paragraphs for line in paragraph for each in line}
    stays = {each for paragraph in paragraphs for each in _staying(paragraph)}
    for each in variables:
        if each.is_needed and each not in used:
            raise BadWords("body", f"{each.place} is missing: {each.says}.")
        if each.is_needed and each not in stays:
            raise BadWords(
                "body",
                f"{each.place} would be left out with what stands beside it and may be empty. "
                "Give it a paragraph of its own.",
            )


def _staying(paragraph: Paragraph) -> Iterator[str | Variable]:
    """What is said whatever is empty: an empty variable takes its line, a list its paragraph."""
    unsure = {
        each
        for line in paragraph
        for each in line
        if isinstance(each, Variable) and each.may_be_empty
    }
    if any(each.shown is Shown.LIST for each in unsure):
        return
    for line in paragraph:
        if unsure.isdisjoint(line):
            yield from line


def _one_line(part: str, text: str, known: Mapping[str, Variable]) -> Line:
    line = _line(part, text, known)
    for each in line:
        if isinstance(each, Variable) and each.shown in _WHOLE | _ADDRESSES:
            raise BadWords(part, f"{each.place} cannot stand in the {part}.")
    return line


def _line(part: str, text: str, known: Mapping[str, Variable]) -> Line:
    pieces = _PLACE.split(text.strip())  # Text and names by turns.
    line = tuple(
        _variable(part, piece.strip(), known) if at % 2 else piece
        for at, piece in enumerate(pieces)
        if at % 2 or piece
    )
    for each in line:
        if isinstance(each, str) and _BRACES.search(each):
            raise BadWords(part, f"“{each}”: a variable is written like {{{{ organization }}}}.")
    _refuse_places(part, line)
    return line


def _variable(part: str, name: str, known: Mapping[str, Variable]) -> Variable:
    if name not in known:
        raise BadWords(part, f"There is no variable “{name}”. There are: {', '.join(known)}.")
    return known[name]


def _refuse_places(part: str, line: Line) -> None:
    for at, each in enumerate(line):
        if not isinstance(each, Variable):
            continue
        if each.shown in _ADDRESSES and at < len(line) - 1:
            raise BadWords(part, f"Put nothing behind {each.place}: an address ends its line.")
        if each.shown in _WHOLE and len(line) > 1:
            raise BadWords(part, f"Put {each.place} in a line of its own.")
        if each.shown in _LABELLED and not is_labelled(line):
            raise BadWords(
                part, f"Write {each.place} behind a label, like “Open it: {each.place}”."
            )


def is_labelled(line: Line) -> bool:
    """Is it "label: variable", and nothing behind it?"""
    match line:
        case (*_, str(label), Variable()):
            return label.endswith(": ") and (len(line) > 2 or bool(label.strip(": ")))
    return False


def _is_small_print(line: Line) -> bool:
    return len(line) == 1 and isinstance(line[0], str) and bool(_SMALL_PRINT.match(line[0]))


def _paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    paragraph: list[Line] = []
    for line in (*lines, ()):
        if line:
            paragraph.append(line)
        elif paragraph:
            yield tuple(paragraph)
            paragraph = []
