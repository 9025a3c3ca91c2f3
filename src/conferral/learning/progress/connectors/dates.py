"""Dates as people and systems write them (ISO 8601 and everyday forms), as moments in a zone."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale

from .unreadable import shown
from .words import AFTERNOON, DATE_FILLERS, LANGUAGES, MORNING, NOTHING

LONGEST = 100  # characters
EARLIEST = 1950  # no learning system, and hardly any learner, is older
SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's day 0 has no zone)
_REMEDY = "Write it like 2026-11-21 or 21 November 2026."

_TIME = re.compile(
    r"(?P<hour>\d{1,2})[:.hH](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?|[vn]m\b\.?)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?")
_DIGITS = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?:[T ,]+(.*))?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_OFFSET = re.compile(r"(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|e)\b", re.IGNORECASE)
_FIRST_PARTS = re.compile(r"\s*(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?\d{2,4}\b")


class BadDate(ValueError):
    """Not a date that can be; the message is the rest of a sentence."""


def read(text: str, zone: ZoneInfo, today: date, *, month_first: bool = False) -> datetime | None:
    """The moment in the cell, with its zone, or None where there is none.

    A time without zone is local time in `zone`; a day without time begins at midnight.
    Raises BadDate for what is not a date, cannot be one, or lies more than a day after `today`.
    """
    plain = " ".join(text.split())
    if plain.casefold() in NOTHING:
        return None
    try:
        moment = _moment(plain, month_first=month_first)
    except (ValueError, OverflowError) as error:
        raise BadDate(f"{shown(text)} is not a date that exists. {_REMEDY}") from error
    if moment is None:
        raise BadDate(_why_not(plain))
    if not moment.tzinfo:
        moment = moment.replace(tzinfo=zone)
    if moment.year < EARLIEST:
        raise BadDate(f"{shown(text)} is before {EARLIEST}. Correct the year.")
    if _day(moment, zone) > today + timedelta(days=1):
        raise BadDate(f"{shown(text)} lies in the future. Correct it or wait until that day.")
    return moment


def looks_like(text: str) -> bool:
    """Whether the cell is written like a date, not like a mere number."""
    plain = " ".join(text.split())
    if _NUMBER.fullmatch(plain):
        return False
    try:
        return _moment(plain, month_first=False) is not None
    except (ValueError, OverflowError):
        return True


def first_parts(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date like 21/11/2026, which may be day and month or not."""
    match = _FIRST_PARTS.match(text)
    return (int(match[1]), int(match[2])) if match else None


def _moment(text: str, *, month_first: bool) -> datetime | None:
    if len(text) > LONGEST:
        return None
    if match := _ISO.fullmatch(text):
        return _joined(int(match[1]), int(match[2]), int(match[3]), match[4])
    if match := _DIGITS.fullmatch(text):
        day, month = (match[2], match[1]) if month_first else (match[1], match[2])
        return _joined(_year(match[3]), int(month), int(day), match[4])
    if _NUMBER.fullmatch(text):
        return _counted(float(text.replace(",", ".")))
    return _in_words(text)


def _joined(year: int, month: int, day: int, rest: str | None) -> datetime | None:
    clock = _clock(rest or "")
    if clock is None:
        return None
    return datetime.combine(date(year, month, day), clock)


def _clock(text: str) -> time | None:
    """The time of day in what follows a date; midnight when nothing does."""
    text, zone = _without_offset(text.strip())
    if not text:
        return time(tzinfo=zone)
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour = _hour(int(match["hour"]), match["half"])
    return time(hour, int(match["minute"]), int(match["second"] or 0), tzinfo=zone)


def _without_offset(text: str) -> tuple[str, timezone | None]:
    match = _OFFSET.search(text)
    if not match or not text[: match.start()].strip():
        return text, None
    rest = text[: match.start()].strip()
    if match[1]:
        return rest, UTC
    minutes = int(match[3]) * 60 + int(match[4] or 0)
    return rest, timezone(timedelta(minutes=minutes if match[2] == "+" else -minutes))


def _hour(hour: int, half: str | None) -> int:
    letters = "".join(c for c in (half or "").casefold() if c.isalpha())
    if letters and not 1 <= hour <= 12:
        raise ValueError(hour)
    if letters in AFTERNOON:
        return hour % 12 + 12
    return hour % 12 if letters in MORNING else hour


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _counted(number: float) -> datetime | None:
    """Days since 1899-12-30 as spreadsheets count, or seconds or milliseconds since 1970."""
    if 18_000 <= number < 100_000:
        return SERIAL_EPOCH + timedelta(seconds=round(number * 86_400))
    if 10**9 <= number < 10**10:
        return datetime.fromtimestamp(number, UTC)
    if 10**12 <= number < 10**13:
        return datetime.fromtimestamp(number / 1000, UTC)
    return None


def _in_words(text: str) -> datetime | None:
    """A date with the name of its month, in any of our languages: one day, one month, one year."""
    clock = time()
    if match := _TIME.search(text):
        if not (found := _clock(text[match.start() :])):
            return None
        clock, text = found, text[: match.start()]
    words = [word for word in re.split(r"[\s,./-]+", _plain(_ORDINAL.sub("", text))) if word]
    words = [word for word in words if word not in DATE_FILLERS and word not in _weekdays()]
    months = [_months()[word] for word in words if word in _months()]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or len(numbers) != 2 or len(words) != 3:
        return None
    day, year = numbers if len(numbers[1]) == 4 else reversed(numbers)
    return datetime.combine(date(int(year), months[0], int(day)), clock)


@cache
def _months() -> dict[str, int]:
    return {
        _plain(name).strip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in Locale(language).months["format"][width].items()
    }


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(
        _plain(name).strip(".")
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for name in Locale(language).days["format"][width].values()
    )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in folded if not unicodedata.combining(character))


def _day(moment: datetime, zone: ZoneInfo) -> date:
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def _why_not(text: str) -> str:
    if text.startswith("="):
        return f"{shown(text)} is a formula. Paste the date as a value."
    return f"{shown(text)} is not a date that we can read. {_REMEDY}"
