from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conferral.credentials.cases.deadlines import due_on


def test_ten_working_days_are_two_weeks():
    assert due_on(date(2026, 11, 20), 10) == date(2026, 12, 4)  # From Friday to Friday.


def test_a_question_of_a_sunday_begins_on_monday():
    assert due_on(date(2026, 11, 22), 1) == date(2026, 11, 23)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_nothing_is_due_on_a_weekend_and_every_working_day_counts(day, days):
    due = due_on(day, days)
    between = (day + timedelta(days=n) for n in range(1, (due - day).days + 1))
    assert due.weekday() < 5
    assert sum(each.weekday() < 5 for each in between) == days
