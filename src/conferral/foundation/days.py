"""Days as people read them: “4 June 2026”, whatever language the machine speaks."""

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """ "4 June 2026". Give a date: a moment has one only in a zone."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
