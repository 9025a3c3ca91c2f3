"""What is asked for: numbers, days, keys and parts of pages; not what somebody made up."""

from datetime import date

from django.http import HttpRequest, QueryDict

from conferral.foundation.days import is_meant

_LONGEST = 12  # Digits; more overflow a database.
LONGEST_SOUGHT = 100  # Characters; databases take no pattern and no condition without end.


def number_in(text: str) -> int:
    """0 where it is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else 0


def sought_in(asked: QueryDict) -> str:
    """`?q=`: what is looked for; of what nobody means so long, the beginning."""
    return asked.get("q", "").strip()[:LONGEST_SOUGHT]


def day_in(text: str) -> date | None:
    """None where it is none, the 31st of February, or of a year that nobody means."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_meant(day) else None


def keys_in(asked: QueryDict, name: str) -> list[int]:
    """All that were ticked."""
    return [key for text in asked.getlist(name) if (key := number_in(text))]


def asks_for_part(request: HttpRequest) -> bool:
    """Whether following.js asks: the part that moves, or an empty answer to load all anew."""
    return "X-Part" in request.headers
