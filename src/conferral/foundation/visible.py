"""What may stand in text that people read: nothing that hides, or turns the letters around it.

Bidirectional controls as in UAX #9, joiners as in UAX #31 section 2.3. Names of people have a
stricter rule: `accounts/names.py`.
"""

import re
import unicodedata
from collections.abc import Iterator

from conferral.foundation.refusal import RefusedPart

JOINERS = frozenset("\u200c\u200d")
INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")

_CURSIVE = frozenset(["ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC"])
INDIC = frozenset(["DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU"])
INDIC |= {"KANNADA", "MALAYALAM", "SINHALA", "TIBETAN", "MYANMAR", "KHMER", "BALINESE", "JAVANESE"}
# Scripts in which ZWJ and ZWNJ change how a word is written.
SCRIPTS_WITH_JOINERS = _CURSIVE | INDIC

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")  # Visible.
_BREAKS = frozenset("\t\n\r\x85")
_BREAK = re.compile("[\t\n\r\x85\u2028\u2029]+")
_AS_PICTURE = "\ufe0f"  # A variation selector, behind what may be a letter, too.
_BLANKS = INVISIBLE_LETTERS | {"\u2800", _AS_PICTURE}
_CONTROL_NAMES = {0x00: "NULL", 0x07: "BELL", 0x08: "BACKSPACE", 0x1B: "ESCAPE", 0x7F: "DELETE"}


def one_line(text: str, part: str) -> str:
    """As it is kept, never longer: in one line, nothing around it and nothing invisible in it; ""
    for what nobody can see. RefusedPart `part`, naming the character, for what could deceive."""
    return many_lines(_BREAK.sub(" ", text), part)


def many_lines(text: str, part: str) -> str:
    """The same for text that may have lines and tabs."""
    if text.isascii() and text.isprintable():
        return text.strip()
    for character in text:
        if character not in _BREAKS and (why := why_not(character)):
            raise RefusedPart(
                part, f"The text holds {spelled(character)}, {why}. Delete that character."
            )
    while (cleaner := "".join(_seen(text))) != text:  # What goes may leave another joiner idle.
        text = cleaner
    return text.strip() if any(map(_is_ink, text)) else ""


def why_not(character: str) -> str | None:
    """Why no text of ours holds it, as the end of a sentence; None: it may stand."""
    if character in _BIDI_CONTROLS:
        return "which turns the order of the letters around it"
    match unicodedata.category(character):
        case "Cc":
            return "a control character"
        case "Cs":
            return "half of a broken character"
        case "Co":
            return "a private character that means nothing elsewhere"
        case "Cn" if _is_noncharacter(ord(character)):
            return "which Unicode does not allow in text"
        case _:
            return None


def spelled(character: str) -> str:
    """Its number and name, for whoever cannot see it."""
    code = ord(character)
    name = unicodedata.name(character, _CONTROL_NAMES.get(code, ""))
    return f"U+{code:04X} {name}".rstrip()


def script_of(character: str) -> str:
    """By the first word of its name; "" for none."""
    return unicodedata.name(character, "").removeprefix("FULLWIDTH ").partition(" ")[0]


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _seen(text: str) -> Iterator[str]:
    """Without format characters, but for those that do something where they stand."""
    working = _SIGNS | _DIRECTION_MARKS if any(map(_is_right_to_left, text)) else _SIGNS
    for at, character in enumerate(text):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        works = character in working or (character in JOINERS and _joins(before, after))
        if works or unicodedata.category(character) != "Cf":
            yield character


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL"} and character.isprintable()


def _joins(before: str, after: str) -> bool:
    """Letters of scripts that have joiners, or pictures of which it makes one."""
    is_written = any(script_of(side) in SCRIPTS_WITH_JOINERS for side in before + after)
    return is_written or bool(before and after and _is_picture(before) and _is_picture(after))


def _is_picture(character: str) -> bool:
    return character == _AS_PICTURE or unicodedata.category(character) in {"So", "Sk"}


def _is_ink(character: str) -> bool:
    return character.isprintable() and not character.isspace() and character not in _BLANKS
