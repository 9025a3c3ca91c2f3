"""How long a certificate is valid: to the end of its last day, where its issuer lives."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conferral.learning.accreditation.periods import months_after


def end_of_validity(issued_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The last second of validity: 36 months from 28 June 2025 end with 27 June 2028."""
    last_day = months_after(issued_at.astimezone(zone).date(), months) - timedelta(days=1)
    return datetime.combine(last_day, time(23, 59, 59), zone)
