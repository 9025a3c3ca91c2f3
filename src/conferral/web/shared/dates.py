"""Dates as people read them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_LOCALE = "en"


def day(value: date) -> str:
    """ "14 June 2025". Give a date: a moment has one only in a zone."""
    return format_date(value, "d MMMM y", locale=_LOCALE)


def day_of(moment: datetime, zone: ZoneInfo) -> str:
    return day(moment.astimezone(zone).date())


def minute(moment: datetime, zone: ZoneInfo) -> str:
    """ "21 November 2026, 18:14 SAST"."""
    local = moment.astimezone(zone)
    return f"{format_datetime(local, 'd MMMM y, HH:mm', locale=_LOCALE)} {local.tzname()}"
