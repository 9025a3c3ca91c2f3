"""Dates as people read them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from conferral.foundation.days import day

_LOCALE = "en"
_UNITS = ((86_400, "day", "days"), (3_600, "h", "h"), (60, "min", "min"), (1, "s", "s"))


def day_of(moment: datetime, zone: ZoneInfo) -> str:
    return day(moment.astimezone(zone).date())


def minute(moment: datetime, zone: ZoneInfo) -> str:
    """ "21 November 2026, 18:14 SAST"."""
    local = moment.astimezone(zone)
    return f"{format_datetime(local, 'd MMMM y, HH:mm', locale=_LOCALE)} {local.tzname()}"


def in_words(time: timedelta) -> str:
    """In one unit, the largest that it has two of: "40 s", "2 min", "36 h", "3 days"."""
    seconds = max(1, round(time.total_seconds()))
    size, one, many = next((unit for unit in _UNITS if seconds >= 2 * unit[0]), _UNITS[-1])
    count = round(seconds / size)
    return f"{count} {one if count == 1 else many}"
