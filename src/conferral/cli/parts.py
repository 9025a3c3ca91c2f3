"""PART=VALUE on the command line: read, and turned into what an action asks for."""

from collections.abc import Collection
from datetime import date

from conferral.foundation.refusal import Refused


def read(texts: Collection[str], known: Collection[str]) -> dict[str, str]:
    """Refused, with the names that there are, where one is not known."""
    said = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or name not in known:
            raise Refused(f"{text}: write PART=VALUE; parts are {', '.join(known)}.")
        said[name] = value.strip()
    return said


def words(text: str) -> list[str]:
    """ "first-aid,mel" → ["first-aid", "mel"]."""
    return [each.strip() for each in text.split(",") if each.strip()]


def day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as slip:
        raise Refused(f"{text}: a day is written like 2026-06-30.") from slip


def a_day_or_none(text: str) -> date | None:
    return day(text) if text.strip() else None


def switch(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise Refused(f"{text}: write yes or no.")
    return text == "yes"
