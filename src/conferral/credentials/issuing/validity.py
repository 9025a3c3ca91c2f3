"""How long a certificate is valid: to the end of its last day, where its issuer lives."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def end_of_validity(issued_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The last second of validity: 36 months from 28 June 2025 end with 27 June 2028."""
    last_day = _months_after(issued_at.astimezone(zone).date(), months) - timedelta(days=1)
    return datetime.combine(last_day, time(23, 59, 59), zone)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # 31 January and one month is 28 February: the month has no later day.
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
