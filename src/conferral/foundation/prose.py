"""What staff write for learners, as HTML or as plain text: paragraphs, lists, links, emphasis.

A part of Markdown (CommonMark 0.31) and nothing else of it: no HTML of one's own, no pictures, no
headings, and links to the web and to addresses only. Whatever is not known stays as it was typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKS = (
    "An empty line begins a paragraph, and “- ” a line of a list. "
    "*Word* is emphasized, [words](https://…) is a link."
)
"""For whoever writes it."""
_KNOWN = ("list", "newline", "escape", "autolink", "emphasis", "link")
_SCHEMES = frozenset({"https", "http", "mailto"})
_BULLET = "• "


class Html(str):
    """Ready to stand in a page: templates do not escape it once more."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def html_of(text: str) -> Html:
    """A line that ends is a line that ends; an empty one begins a paragraph."""
    return Html(_READER.render(text).strip())


def plain_of(text: str) -> str:
    """The same without any marks, for letters and for print; a link is followed by its address."""
    return "\n".join(_lines(_READER.parse(text))).strip()


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name.
        try:
            return urlsplit(url).scheme.lower() in _SCHEMES
        except ValueError:
            return False


def _opened_link(renderer: Any, tokens: Sequence[Token], at: int, *_: object) -> str:
    """Its address alone: a title could say something else."""
    tokens[at].attrs = {"href": tokens[at].attrs["href"], "rel": "noopener"}
    return str(renderer.renderToken(tokens, at, _READER.options, {}))


_READER = _Reader("zero", {"breaks": True}).enable(_KNOWN)
_READER.add_render_rule("link_open", _opened_link)


def _lines(tokens: Iterable[Token]) -> Iterator[str]:
    """A list gets its marks back; between paragraphs stands an empty line."""
    numbers: list[int | None] = []  # Of each list around it, what its next entry is called.
    mark = ""
    for token in tokens:
        match token.type:
            case "ordered_list_open":
                numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_close" | "bullet_list_close":
                numbers.pop()
                yield from () if numbers else ("",)
            case "list_item_open":
                mark = _mark(numbers)
            case "inline":
                yield mark + "".join(_words(token.children or ()))
                mark = ""
                yield from () if numbers else ("",)


def _mark(numbers: list[int | None]) -> str:
    """Of the next entry of the innermost list; it is counted."""
    number, indent = numbers[-1], "  " * (len(numbers) - 1)
    if number is None:
        return indent + _BULLET
    numbers[-1] = number + 1
    return f"{indent}{number}. "


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    address, said = "", ""
    for token in tokens:
        match token.type:
            case "link_open":
                address, said = str(token.attrs["href"]).removeprefix("mailto:"), ""
            case "link_close":
                yield "" if said == address else f" ({address})"
            case "softbreak" | "hardbreak":
                yield "\n"
            case _:
                said += token.content
                yield token.content
