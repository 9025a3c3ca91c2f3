"""How long a certificate is valid: to the end of its last day, where its issuer lives."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conferral.learning.accreditation.periods import months_after


def earliest_end(
    begins_at: datetime, months: int | None, last_day: date | None, zone: ZoneInfo
) -> datetime | None:
    """The last second of validity by a period, by a day, or by the earlier of both; None: none."""
    ends = [end_of_validity(begins_at, months, zone)] if months is not None else []
    if last_day is not None:
        ends.append(_end_of(last_day, zone))
    return min(ends, default=None)


def end_of_validity(begins_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The last second of validity: 36 months from 28 June 2025 end with 27 June 2028."""
    return _end_of(_last_day(begins_at.astimezone(zone).date(), months), zone)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    # Where clocks show that second twice in a night, the later one; where never, the one before
    # the next day begins (PEP 495).
    return datetime.combine(day, time(23, 59, 59, fold=1), zone)


def _last_day(first_day: date, months: int) -> date:
    """The day before the same day of a later month; of a month that has none, its last.

    A year from 29 February ends with 28 February, and loses no day.
    """
    same_day = months_after(first_day, months)
    return same_day if same_day.day < first_day.day else same_day - timedelta(days=1)
