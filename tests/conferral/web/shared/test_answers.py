"""Spreadsheets that open as text, dates as people read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from conferral.web.shared import dates
from conferral.web.shared.answers import spreadsheet


def test_no_cell_of_a_spreadsheet_is_a_formula():
    answer = spreadsheet("x.csv", ("Name",), [("=1+1",), ("Zoë",), ("-",)])
    text = b"".join(answer.streaming_content).decode()
    assert text == "\ufeffName\r\n'=1+1\r\nZoë\r\n'-\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="x.csv"'


def test_a_moment_has_its_day_in_the_zone_that_it_is_read_in():
    late = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    assert dates.day_of(late, ZoneInfo("Africa/Johannesburg")) == "15 June 2026"
    assert dates.minute(late, ZoneInfo("Africa/Johannesburg")) == "15 June 2026, 01:30 SAST"
