from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.progress.connectors import dates
from conferral.learning.progress.connectors.dates import BadDate

ZONE = ZoneInfo("Africa/Johannesburg")
TODAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 21, 17, 57, tzinfo=ZONE)
DAY = datetime(2026, 11, 21, tzinfo=ZONE)


def read(text, **how):
    return dates.read(text, ZONE, TODAY, **how)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 17:57",
        "2026-11-21T17:57:00",
        "2026-11-21T15:57:00Z",
        "2026-11-21 15:57:00 UTC",
        "2026-11-21T17:57:00.000+02:00",
        "2026/11/21 17:57",
        "21/11/2026 17:57",
        "21.11.2026, 17:57",
        "21-11-2026 5:57 PM",
        "21/11/26, 17:57",
        "21 November 2026, 5:57 PM",
        "Saturday, 21 November 2026, 5:57 PM",
        "Saturday, 21 November 2026, 17:57",
        "November 21, 2026 5:57 p.m.",
        "21 Nov 2026 17:57",
        "Nov 21st, 2026, 17:57",
        "Saterdag, 21 November 2026, 5:57 nm.",
        "Samstag, 21. November 2026, 17:57",
        "samedi 21 novembre 2026, 17:57",
        "sábado, 21 de noviembre de 2026, 17:57",
        "sábado, 21 de novembro de 2026 às 17:57",
        "zaterdag 21 november 2026, 17:57",
    ],
)
def test_every_way_to_write_a_moment_reads_the_same(text):
    assert read(text) == MOMENT


@pytest.mark.parametrize(
    "text",
    ["2026-11-21", "21/11/2026", "21 November 2026", "46347", "21-Nov-2026", "21.11.26", "46347.0"],
)
def test_a_day_begins_at_midnight_of_the_organisation(text):
    assert read(text) == DAY


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3 März 2026", 3),
        ("3 mars 2026", 3),
        ("3 de agosto de 2026", 8),
        ("3 août 2026", 8),
        ("3 Maart 2026", 3),
        ("3 fevereiro 2026", 2),
        ("3 Mei 2026", 5),
        ("3 Desember 2025", 12),
    ],
)
def test_months_have_names_in_many_languages(text, month):
    moment = read(text)
    assert (moment.month, moment.day) == (month, 3)


def test_seconds_and_milliseconds_since_1970_are_moments():
    expected = datetime(2026, 11, 21, 15, 57, 26, tzinfo=UTC)
    assert read("1795276646") == expected
    assert read("1795276646000") == expected


def test_a_spreadsheet_counts_days_with_fractions():
    assert read("46347.75").isoformat() == "2026-11-21T18:00:00+02:00"


def test_noon_and_midnight_are_not_confused():
    assert read("21 November 2026, 12:05 AM").hour == 0
    assert read("21 November 2026, 12:05 PM").hour == 12


def test_the_day_comes_first_unless_the_column_says_otherwise():
    assert read("03/04/2026").month == 4
    assert read("03/04/2026", month_first=True).month == 3


@pytest.mark.parametrize("text", ["", " ", "-", "–", "n/a"])
def test_nothing_is_no_date(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2026", "not a date that exists"),
        ("2026-02-30", "not a date that exists"),
        ("30 February 2026", "not a date that exists"),
        ("11/21/2026", "not a date that exists"),
        ("2026-11-21 25:00", "not a date that exists"),
        ("21/11/1024", "before 1950"),
        ("24 November 2026", "in the future"),
        ("9999-12-31T23:59:59-12:00", "in the future"),
        ("0001-01-01", "before 1950"),
        ("yesterday", "not a date that we can read"),
        ("21 Novembruary 2026", "not a date that we can read"),
        ("2026-11-21 soon", "not a date that we can read"),
        ("12", "not a date that we can read"),
        ("=TODAY()", "is a formula"),
    ],
)
def test_what_cannot_be_a_date_is_refused_with_a_reason(text, why):
    with pytest.raises(BadDate, match=why):
        read(text)


def test_tomorrow_is_allowed_because_zones_differ():
    assert read("23 November 2026")


MOMENTS = st.datetimes(MOMENT.replace(year=1951, tzinfo=None), MOMENT.replace(tzinfo=None)).map(
    lambda moment: moment.replace(microsecond=0)
)


@given(MOMENTS)
def test_iso_reads_back_what_it_wrote(moment):
    local = moment.replace(tzinfo=ZONE)
    assert read(moment.isoformat()) == local
    assert read(moment.isoformat(" ")) == local
    assert read(local.isoformat()) == local


@given(st.text())
def test_any_text_is_a_date_or_nothing_or_refused(text):
    try:
        moment = read(text)
    except BadDate:
        return
    assert moment is None or moment.tzinfo


@given(st.text(alphabet="0123456789-/.: apmPMTZ+,", max_size=30))
def test_any_digits_are_a_date_or_refused(text):
    try:
        moment = read(text)
    except BadDate:
        return
    assert moment is None or moment.tzinfo
