"""iCalendar, as RFC 5545 writes it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation import ical
from conferral.foundation.ical import Day

NOW = datetime(2026, 6, 14, 9, 30, tzinfo=UTC)
JOHANNESBURG = ZoneInfo("Africa/Johannesburg")


def lines(*days):
    return ical.calendar("Accreditations", days, NOW).decode().split("\r\n")


def test_a_day_is_a_whole_day_that_ends_before_the_next():
    found = lines(Day("a-1@verify.example", date(2026, 6, 30), "NBVA ends"))
    assert found[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Conferral//Calendar//EN"]
    for line in (
        "UID:a-1@verify.example",
        "DTSTAMP:20260614T093000Z",
        "DTSTART;VALUE=DATE:20260630",
        "DTEND;VALUE=DATE:20260701",
        "SUMMARY:NBVA ends",
    ):
        assert line in found
    assert found[-2:] == ["END:VCALENDAR", ""]


def test_a_day_that_moves_keeps_its_uid_and_has_a_higher_sequence():
    days = [Day("a-1@verify.example", date(2026, 6, 30), "NBVA ends")]
    sequences = [
        int(line.split(":")[1])
        for at in (NOW, NOW + timedelta(minutes=1), NOW.astimezone(JOHANNESBURG))
        for line in ical.calendar("", days, at).decode().split("\r\n")
        if line.startswith("SEQUENCE:")
    ]
    first, second, again = sequences
    assert first == again == second - 1
    assert second < 2**31  # An integer is no larger (section 3.3.8).


def test_text_is_escaped_as_section_3_3_11_says():
    found = lines(Day("u", date(2026, 6, 30), "Board, trade; one\\two\nthree"))
    assert "SUMMARY:Board\\, trade\\; one\\\\two\\nthree" in found


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300))
def test_no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back(title):
    body = ical.calendar("", [Day("u", date(2026, 6, 30), title)], NOW)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    unfolded = body.decode().replace("\r\n ", "")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}\r\n" in unfolded


def test_the_last_day_of_all_has_no_day_after_it():
    found = lines(Day("u", date.max, "NBVA ends"))
    assert "DTSTART;VALUE=DATE:99991231" in found
    assert not [line for line in found if line.startswith("DTEND")]
