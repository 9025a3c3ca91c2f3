"""What may stand as a person's name or e-mail address, and when two names are one person's.

Threats T14 and T17 of SECURITY-PROMISES; joiners as in UAX #31, confusable alphabets as in UTS #39.
"""

import re
import unicodedata
from collections.abc import Iterator

from conferral.foundation.visible import (
    INDIC,
    INVISIBLE_LETTERS,
    JOINERS,
    SCRIPTS_WITH_JOINERS,
    script_of,
    spelled,
    why_not,
)

MAX_NAME = 200  # characters
MAX_EMAIL = 254  # characters, RFC 5321 section 4.5.3.1.3
MAX_LOCAL_PART = 64  # characters, RFC 5321 section 4.5.3.1.1
MAX_MARKS = 8  # combining marks on one base: more is not a script but a prank

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"

_BLANKS = " \u00a0\u3000\ufeff\u200b"  # behind which a spreadsheet still sees the formula
_BEGINS_WITHIN = re.compile(rf"(?<=[;\r\n])(?=[{_BLANKS}]*[=+\-@＝＋－＠])")
_FOLDED_CONTROLS = frozenset("\t\n\r\x85")  # what a line break inside a cell leaves behind
_APOSTROPHES = frozenset("'’ʼ‘`´")

# Scripts whose marks are vowels, and so letters to those who read them.
_SCRIPTS_WITH_VOWEL_MARKS = INDIC | {"THAI", "LAO"}
_VOICED_MARKS = frozenset("\u3099\u309a")  # the difference between ka and ga in Japanese
# Alphabets whose letters can be taken for one another (UTS #39).
_LOOKALIKES = frozenset(["LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"])

_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+")


class BadName(ValueError):
    """Cannot stand as a name; the message is a sentence for a person."""


class BadEmail(ValueError):
    """Cannot stand as an e-mail address; the message is a sentence for a person."""


def clean_name(text: str) -> str:
    """The name as it is kept: NFC, one space between words, nothing invisible.

    Raises BadName, naming the character, for what could deceive a reader or a spreadsheet.
    """
    _refuse_formula(text)
    name = _folded(text)
    if name.isascii() and name.isprintable():
        return _of_fair_size(name)
    name = unicodedata.normalize("NFC", name)
    for character in name:
        _refuse_character(character)
    # What goes may bring marks together, and their new order may leave another joiner idle.
    while (cleaner := unicodedata.normalize("NFC", _folded("".join(_visible(name))))) != name:
        name = cleaner
    _refuse_formula(name)
    _refuse_piled_marks(name)
    return _of_fair_size(name)


def same_name(a: str, b: str) -> bool:
    """Whether both spell one name: case, diacritics, punctuation and word order aside."""
    return name_key(a) == name_key(b)


def name_key(name: str) -> str:
    """What stays of a name when case, diacritics, punctuation and word order go."""
    folded = unicodedata.normalize("NFKD", name.casefold()).casefold()
    letters = (c if _is_letter(c) else " " for c in folded if not _is_left_out(c))
    return " ".join(sorted("".join(letters).split())) or " ".join(folded.split())


def mixed_scripts(name: str) -> bool:
    """Whether letters of look-alike alphabets meet, as in "Nkosi" with a Cyrillic "о"."""
    if name.isascii():
        return False
    return len({script_of(letter) for letter in name if letter.isalpha()} & _LOOKALIKES) > 1


def clean_email(text: str) -> str:
    """The address as we keep it; raises BadEmail with the reason."""
    email = known_as(text)
    local_part, at, domain = email.rpartition("@")
    match _email_fault(email, local_part, at, domain):
        case None:
            return email
        case fault:
            raise BadEmail(f"{fault} Write it like name@example.org.")


def known_as(email: str) -> str:
    """The address trimmed, in lower case, and its domain in letters: files have it so, and browsers
    send “xn--bcher-kva” for “bücher”. Whether it is one, it does not say."""
    local_part, at, domain = unicodedata.normalize("NFC", email.strip()).lower().rpartition("@")
    if "xn--" in domain or not domain.isascii():
        domain = ".".join(_in_letters(label) for label in domain.split("."))
    return f"{local_part}{at}{domain}"


def formula_safe(cell: str) -> str:
    """The cell for a CSV file of ours: a spreadsheet shows it and does not compute it (T17).

    Where decimals have a comma, as in South Africa, spreadsheets part cells at semicolons, whatever
    stands in quotes: there one may begin in the midst of ours.
    """
    safe = _BEGINS_WITHIN.sub("'", cell)
    return f"'{safe}" if _starts_like_a_formula(safe) else safe


def _in_letters(label: str) -> str:
    """Or in ASCII (RFC 3492), where of the letters whoever sends the mail makes another domain:
    “ß” was “ss” in IDNA 2003, and is a letter since RFC 5891."""
    try:
        ascii_label = label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
        if not ascii_label.startswith("xn--"):
            return label
        letters = ascii_label.removeprefix("xn--").encode().decode("punycode")
        is_sent_there = letters.encode("idna").decode() == ascii_label
    except UnicodeError:
        return label
    return letters if is_sent_there and _LABEL.fullmatch(letters) else ascii_label


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _is_left_out(character: str) -> bool:
    """Apostrophes, format characters and accents, which one may write or leave."""
    match unicodedata.category(character):
        case "Mn" | "Me":
            return not (
                script_of(character) in _SCRIPTS_WITH_VOWEL_MARKS or character in _VOICED_MARKS
            )
        case "Cf":
            return True
        case _:
            return character in _APOSTROPHES


def _refuse_formula(text: str) -> None:
    if _starts_like_a_formula(text):
        raise BadName("The name looks like a spreadsheet formula. Write it as it is spoken.")


def _starts_like_a_formula(text: str) -> bool:
    return text.lstrip(_BLANKS)[:1] in tuple(FORMULA_STARTS)


def _folded(text: str) -> str:
    # Not str.split(): it also takes control characters for spaces, and would hide them.
    words = "".join(" " if _is_space(c) else c for c in text).split(" ")
    return " ".join(word for word in words if word)


def _is_space(character: str) -> bool:
    return character in _FOLDED_CONTROLS or unicodedata.category(character) in {"Zs", "Zl", "Zp"}


def _refuse_character(character: str) -> None:
    if why := why_not(character):
        raise BadName(f"The name holds {spelled(character)}, {why}. Delete that character.")


def _visible(name: str) -> Iterator[str]:
    """The characters of the name without format characters, joiners kept where they write."""
    before = ""
    for position, character in enumerate(name):
        if unicodedata.category(character) == "Cf" and not (
            character in JOINERS and _joins(before, name[position + 1 : position + 2])
        ):
            continue
        before = character
        yield character


def _joins(before: str, after: str) -> bool:
    return all(
        side and side.isprintable() and script_of(side) in SCRIPTS_WITH_JOINERS
        for side in (before, after)
    )


def _refuse_piled_marks(name: str) -> None:
    marks = 0
    for character in unicodedata.normalize("NFD", name):
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks > MAX_MARKS:
            raise BadName(
                f"The name piles more than {MAX_MARKS} marks on one letter. Write it plainly."
            )


def _of_fair_size(name: str) -> str:
    if not name:
        raise BadName("The name is empty. Write the name that the certificate shall show.")
    if len(name) > MAX_NAME:
        raise BadName(f"The name is longer than {MAX_NAME} characters. Shorten it.")
    if not any(c.isalpha() and c not in INVISIBLE_LETTERS for c in name):
        raise BadName("The name holds no letter. Write the name that the certificate shall show.")
    return name


def _email_fault(email: str, local_part: str, at: str, domain: str) -> str | None:
    match email:
        case "":
            return "The e-mail address is empty."
        case _ if any(not c.isprintable() or c.isspace() for c in email):
            return "The e-mail address holds a space or an invisible character."
        case _ if not at:
            return "The e-mail address has no @."
        case _ if not local_part or not domain:
            return "The e-mail address has nothing before or after the @."
        case _ if _starts_like_a_formula(email):
            return "The e-mail address looks like a spreadsheet formula."
        case _ if "@" in local_part:
            return "The e-mail address has more than one @."
        case _ if "." not in domain:
            return "The e-mail address has no dot after the @."
        case _ if len(email) > MAX_EMAIL or len(local_part) > MAX_LOCAL_PART:
            return "The e-mail address is too long."
        case _ if not _is_local_part(local_part) or not _is_domain(domain):
            return "The e-mail address is not complete or holds a character that does not belong."
    return None


def _is_local_part(text: str) -> bool:
    return bool(_LOCAL_PART.fullmatch(text)) and ".." not in f".{text}."


def _is_domain(text: str) -> bool:
    labels = text.split(".")
    return all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels) and (
        not labels[-1].isdigit()
    )
