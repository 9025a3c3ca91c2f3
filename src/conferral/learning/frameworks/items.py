"""A framework as plain values: what a course can be aligned with, whoever published it.

`type` is a word of Open Badges 3.0 (AlignmentTargetType), or an extension of it ("ext:…").
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_ITEMS = 20_000
NAME, TEXT, CODE, URL = 200, 2_000, 60, 400  # Characters that the register keeps of each.


class Unusable(ValueError):
    """The file cannot be read as a framework. The sentence says what to do."""


@dataclass(frozen=True)
class Item:
    """One place in a framework. `depth` counts the places above it."""

    name: str
    url: str
    code: str = ""
    description: str = ""
    type: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Reading:
    """What a file says. A place with a problem is left out; the problem names it in words."""

    title: str
    items: tuple[Item, ...]
    url: str = ""
    publisher: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A place as it was found: it becomes an Item, or a problem."""

    where: str  # "Row 7", or the identifier that the file gives.
    name: str
    url: str
    code: str = ""
    description: str = ""
    type: str = ""
    depth: int = 0


def settled(drafts: list[Draft]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The places that can be pointed at, each once, and the problems of the others."""
    if len(drafts) > MOST_ITEMS:
        raise Unusable(
            f"It has {len(drafts)} places; {MOST_ITEMS} are the most. Take the part you need."
        )
    items: dict[str, Item] = {}
    problems: list[str] = []
    for draft in drafts:
        if trouble := _trouble(draft, items):
            problems.append(f"{draft.where}: {trouble}")
        else:
            items[draft.url] = _item(draft)
    return tuple(items.values()), tuple(problems)


def is_address(url: str) -> bool:
    """May it stand behind a link? An absolute http(s) address without a name or a password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = len(url) <= URL and not any(mark.isspace() or not mark.isprintable() for mark in url)
    return (
        plain
        and parts.scheme in {"http", "https"}
        and "@" not in parts.netloc
        and bool(parts.hostname)
    )


def _trouble(draft: Draft, known: dict[str, Item]) -> str:
    if not draft.name.strip():
        return "it has no name."
    if not draft.url:
        return f"“{_short(draft.name)}” has no address (URL)."
    if not is_address(draft.url):
        return f"“{_short(draft.url)}” is not an address that begins with https:// or http://."
    if draft.url in known:
        return f"{_short(draft.url)} has been there before, as “{_short(known[draft.url].name)}”."
    if len(draft.code) > CODE:
        return f"the code “{_short(draft.code)}” is longer than {CODE} characters."
    return ""


def _item(draft: Draft) -> Item:
    return Item(
        name=_cut(draft.name, NAME),
        url=draft.url,
        code=draft.code.strip(),
        description=_cut(draft.description, TEXT) if draft.description != draft.name else "",
        type=draft.type,
        depth=draft.depth,
    )


def _cut(text: str, longest: int) -> str:
    """One paragraph; what is longer ends in an ellipsis."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _short(text: str) -> str:
    return _cut(text, 80)
