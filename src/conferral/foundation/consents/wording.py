"""What people consent to, in the very words that they read; every edition of them is kept.

Whoever changes a sentence adds an edition: what was agreed to before stays what it was.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """Each is given and withdrawn by itself; none is needed to learn or to be certified."""

    NAME = "name"
    LISTING = "listing"
    PROFILE = "profile"
    EMPLOYERS = "employers"
    SURVEY = "survey"


ADULTS_ONLY = frozenset({Purpose.LISTING, Purpose.PROFILE})
"""What nobody under age has, whoever agrees to it."""
_TWO_YEARS = timedelta(days=730)
LASTS: Mapping[Purpose, timedelta] = {Purpose.EMPLOYERS: _TWO_YEARS, Purpose.SURVEY: _TWO_YEARS}
"""After which it is over unless it is given again; the others last until they are withdrawn."""


@dataclass(frozen=True)
class Wording:
    """`if_withdrawn`: what happens then, and by when; it is part of what is agreed to."""

    number: int
    title: str
    words: str
    if_withdrawn: str

    @property
    def sha256(self) -> str:
        """Of the text as UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.words}\n{self.if_withdrawn}\n"


EDITIONS: Mapping[Purpose, tuple[Wording, ...]] = {
    Purpose.NAME: (
        Wording(
            1,
            "My name for those who verify",
            "Whoever has the number or the code of one of my certificates sees my whole name "
            "beside it.",
            "Then they see no name; they may type one and are told whether it is the right one. "
            "The certificates stay valid.",
        ),
    ),
    Purpose.LISTING: (
        Wording(
            1,
            "My certificates in search engines",
            "Search engines may list the public pages of my certificates.",
            "Then the pages ask search engines to leave them out. Engines may take some weeks to "
            "forget what they have read.",
        ),
    ),
    Purpose.PROFILE: (
        Wording(
            1,
            "A public profile page",
            "A page with my name shows all my valid certificates to everybody who has its "
            "address. Search engines are asked to leave it out.",
            "Then the page is gone at once, and its address never works again.",
        ),
    ),
    Purpose.EMPLOYERS: (
        Wording(
            1,
            "Telling employers",
            "An employer who asks about a certificate of mine may be told when it ends, is "
            "renewed, or is taken back.",
            "Then employers are told nothing more than everybody with the number can see.",
        ),
        Wording(
            2,
            "Telling employers",
            "For two years, an employer who asks about a certificate of mine may be told when it "
            "ends, is renewed, or is taken back. Before the two years are over you ask me again.",
            "Then employers are told nothing more than everybody with the number can see.",
        ),
    ),
    Purpose.SURVEY: (
        Wording(
            1,
            "Questions about the course",
            "You may write to me after a course and ask what it was worth to me.",
            "Then you do not write to me for that again.",
        ),
        Wording(
            2,
            "Questions about the course",
            "For two years, you may write to me after a course and ask what it was worth to me. "
            "Before the two years are over you ask me again.",
            "Then you do not write to me for that again.",
        ),
    ),
}


def current(purpose: Purpose) -> Wording:
    return EDITIONS[purpose][-1]
