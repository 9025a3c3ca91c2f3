"""Column names made comparable: case, accents, spaces and punctuation do not count."""

import re
import unicodedata
from functools import lru_cache

from .words import COLUMNS, Meaning

_ASPECT = re.compile(r"^(?P<title>.+?)(?: \((?P<bracket>[^()]*)\)| [-–—] (?P<tail>[^-–—]+))$")


def key(text: str) -> str:
    """Letters and digits only, without accents: "E-Mail-Adresse" and "email adresse" are one."""
    return _short_key(text) if len(text) <= _SHORT else _key(text)


def meanings(name: str) -> tuple[Meaning, ...]:
    """All that the name of a column can mean; "completed" may be a state or a date."""
    if name.strip() == "%":
        return (Meaning.PERCENT,)
    wanted = key(name)
    return tuple(meaning for meaning, words in COLUMNS.items() if wanted in words)


def titles_in(name: str) -> tuple[tuple[str, str | None], ...]:
    """The titles that a column may be about, each with the aspect named behind it.

    "Quiz: Final quiz (Real)" may be about itself, or about "Quiz: Final quiz" or "Final quiz"
    with the aspect "Real".
    """
    whole: list[tuple[str, str | None]] = [(name, None)]
    if match := _ASPECT.match(name):
        whole.append((match["title"], match["bracket"] or match["tail"]))
    return tuple(whole + [(_without_type(title), aspect) for title, aspect in whole])


def _without_type(title: str) -> str:
    return title.partition(": ")[2] or title


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in folded if character.isalnum())


# What a stranger writes into a cell may be long, and must not fill the memory.
_SHORT = 200  # characters
_short_key = lru_cache(maxsize=4096)(_key)
