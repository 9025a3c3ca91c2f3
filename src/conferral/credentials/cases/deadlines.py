"""By when a learner has an answer: so many working days after the question. Pure."""

from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


def due_on(asked_on: date, working_days: int) -> date:
    """The last of so many days from Monday to Friday; holidays are not known here."""
    day = asked_on
    while working_days:
        day += _DAY
        working_days -= day.weekday() < _SATURDAY
    return day
