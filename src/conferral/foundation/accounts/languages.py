"""The languages in which we can speak to people: what they are called, which way they run."""

from functools import cache

from babel import Locale, UnknownLocaleError

OURS = "en"  # In which everything is said that nobody has translated.
# The official languages of South Africa, then others in which people learn with us.
LANGUAGES = (
    *(OURS, "af", "nr", "nso", "ss", "st", "tn", "ts", "ve", "xh", "zu"),
    *("am", "ar", "de", "es", "fr", "ha", "hi", "ig", "pt", "rw", "sn", "so", "sw", "yo"),
)


@cache
def name_of(language: str) -> str:
    """ "Sesotho" for "st"; the code itself where nobody has named it."""
    return str(Locale(OURS).languages.get(language, language))


@cache
def direction_of(language: str) -> str:
    """ "rtl" or "ltr"."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def in_order(*languages: str) -> tuple[str, ...]:
    """Each that is named once, ours at last: the order in which words are looked for."""
    return tuple(dict.fromkeys(filter(None, (*languages, OURS))))


@cache
def choices() -> tuple[tuple[str, str], ...]:
    """For whoever chooses one: each by the name that its speakers give it."""
    return tuple((each, _own_name(each)) for each in LANGUAGES)


def _own_name(language: str) -> str:
    try:
        known = Locale.parse(language).get_display_name()
    except UnknownLocaleError:
        known = None
    name = str(known or name_of(language))
    return name[:1].upper() + name[1:]
