"""Certificate numbers: a prefix, 65 random bits in Crockford's base 32, a check character.

    SP-7K3M9-QXD2H-8WNC

The check character is a weighted sum over GF(32), each place weighted by another power of a
generator. It therefore catches every single wrong character and every swap of two characters,
wherever they stand, the prefix included.
"""

import re
from collections.abc import Iterator

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U.
RANDOM_BITS = 65
_BODY = 13  # Characters of five bits each.
_PREFIX = re.compile(f"[{ALPHABET}]{{2,6}}")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_.]+")
_FORGIVEN = str.maketrans("OIL", "011")
_PAIRS = ("0D", "0Q", "1J", "1T", "17", "2Z", "4A", "5S", "6G", "8B", "CG", "EF", "MN", "PR", "VY")
_LOOK_ALIKES = {
    one: "".join(pair.replace(one, "") for pair in _PAIRS if one in pair) for one in ALPHABET
}
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1 is primitive: x generates all 31 non-zero elements.


class NotANumber(ValueError):
    """The text is no certificate number. `hint` says in a sentence what is odd about it."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint


def make(prefix: str, bits: int) -> str:
    """The number of `prefix` and 65 bits. ValueError when either does not fit."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a prefix has 2 to 6 characters of {ALPHABET}, not {prefix!r}")
    if bits >> RANDOM_BITS or bits < 0:
        raise ValueError(f"a number has {RANDOM_BITS} bits")
    body = "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(_BODY)))
    return _grouped(prefix, body + _check_character(prefix + body))


def parse(text: str) -> str:
    """The number that `text` means, as we write it. NotANumber when it cannot be one.

    Forgiven: lower case, spaces and dashes anywhere or nowhere, O for 0, I and L for 1.
    """
    compact = _SEPARATORS.sub("", text).upper().translate(_FORGIVEN)
    if strange := sorted(set(compact) - set(ALPHABET)):
        raise NotANumber(f"A certificate number never has the character “{strange[0]}”.")
    prefix, rest = compact[: -_BODY - 1], compact[-_BODY - 1 :]
    if not _PREFIX.fullmatch(prefix):
        raise NotANumber(
            "A certificate number has a short prefix and 14 more characters; "
            f"this one has {len(compact)} in all."
        )
    if _check_character(prefix + rest[:-1]) != rest[-1]:
        raise NotANumber(
            "The last character does not fit the rest, so there may be a typing slip. "
            "Compare it with the certificate, character by character."
        )
    return _grouped(prefix, rest)


def suggestions(text: str) -> tuple[str, ...]:
    """What may have been meant: one look-alike read for another, or two neighbours swapped.

    From the check character alone, so nobody learns from it which numbers there are. At most
    three, in the order of their places; () when `text` is a number or is too far from one.
    """
    compact = _SEPARATORS.sub("", text).upper().translate(_FORGIVEN)
    if set(compact) - set(ALPHABET) or not _PREFIX.fullmatch(compact[: -_BODY - 1]):
        return ()
    if _is_number(compact):
        return ()
    meant = dict.fromkeys(filter(_is_number, (*_swapped(compact), *_misread(compact))))
    return tuple(_grouped(each[: -_BODY - 1], each[-_BODY - 1 :]) for each in meant)[:3]


def _is_number(compact: str) -> bool:
    return _check_character(compact[:-1]) == compact[-1]


def _swapped(compact: str) -> Iterator[str]:
    for place in range(len(compact) - 1):
        swapped = compact[place + 1] + compact[place]
        yield f"{compact[:place]}{swapped}{compact[place + 2 :]}"


def _misread(compact: str) -> Iterator[str]:
    for place, character in enumerate(compact):
        for other in _LOOK_ALIKES.get(character, ""):
            yield f"{compact[:place]}{other}{compact[place + 1 :]}"


def _grouped(prefix: str, rest: str) -> str:
    return f"{prefix}-{rest[:5]}-{rest[5:10]}-{rest[10:]}"


def _check_character(characters: str) -> str:
    total = 0
    for character in characters:  # Horner: each step multiplies what came before by x.
        total = _times_x(total ^ _VALUE[character])
    return ALPHABET[total]


def _times_x(element: int) -> int:
    shifted = element << 1
    return shifted ^ _POLYNOMIAL if shifted & 32 else shifted
