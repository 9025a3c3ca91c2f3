"""Days as people read them: “4 June 2026”, whatever language the machine speaks; and which they
mean.
"""

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_YEARS = range(1900, 3000)
NOT_MEANT = "Write a day between 1900 and 2999, and none where there is none."


def is_meant(value: date) -> bool:
    """Beyond these years days cannot be counted with: what ends on 31 December 9999 ends never."""
    return value.year in _YEARS


def day(value: date) -> str:
    """ "4 June 2026". Give a date: a moment has one only in a zone."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
