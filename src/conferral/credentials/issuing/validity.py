"""How long a certificate is valid: to the end of its last day, where its issuer lives."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conferral.learning.accreditation.periods import months_after


def end_of_validity(begins_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The last second of validity: 36 months from 28 June 2025 end with 27 June 2028."""
    return datetime.combine(
        _last_day(begins_at.astimezone(zone).date(), months), time(23, 59, 59), zone
    )


def _last_day(first_day: date, months: int) -> date:
    """The day before the same day of a later month; of a month that has none, its last.

    A year from 29 February ends with 28 February, and loses no day.
    """
    same_day = months_after(first_day, months)
    return same_day if same_day.day < first_day.day else same_day - timedelta(days=1)
