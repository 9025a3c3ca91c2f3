import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.refusal import Refused
from conferral.learning.renewal import points_file
from conferral.learning.renewal.points_file import Line, Unread, read_file

TODAY = date(2026, 6, 30)
ZONE = ZoneInfo("Africa/Johannesburg")
HEADER = "email,day,title,points\n"
FILE = """\ufeffE-mail address,Points,Activity,Date
Ada@example.test,10,"Workshop, advanced",2026-06-14
ada@example.test,ten,Workshop,2026-06-15
ada@example.test,10,Workshop,03/04/2026
ada@example.test,10

ada@example.test,"7,5",Workshop,15 June 2026
"""


def read(text: str) -> points_file.Lines:
    header, *rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    return list(points_file.read(header, enumerate(rows, start=2), ZONE, TODAY))


def test_columns_are_found_by_their_names():
    line = Line(2, "ada@example.test", date(2026, 6, 14), "Workshop, advanced", Decimal(10))
    assert read(FILE)[0] == line


def test_lines_that_cannot_be_read_are_told_with_their_numbers():
    assert [each.number for each in read(FILE) if isinstance(each, Unread)] == [3, 4, 5]


def test_numbers_and_days_may_be_written_as_people_write_them():
    last = read(FILE)[-1]
    assert isinstance(last, Line)
    assert (last.number, last.points, last.day) == (7, Decimal("7.5"), date(2026, 6, 15))


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ("ada@example.test,03/04/2026,Workshop,1", "can be two days"),
        ("ada@example.test,2026-02-30,Workshop,1", "not a date that exists"),
        ("ada@example.test,2026-08-01,Workshop,1", "in the future"),
        ("ada@example.test,-,Workshop,1", "is no day"),
        ("ada,2026-06-14,Workshop,1", "name@example.org"),
        ("ada@example.test,2026-06-14,Workshop,=1+1", "a number like 7"),
        ("ada@example.test,2026-06-14,Workshop,NaN", "a number like 7"),
        ("ada@example.test,2026-06-14,,1", "title: nothing is written"),
        (f"ada@example.test,2026-06-14,{'x' * 2000},1", "a mistake"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line, because):
    (unread,) = read(HEADER + line)
    assert isinstance(unread, Unread)
    assert because in unread.because


def test_a_table_without_its_columns_is_refused_by_name():
    with pytest.raises(Refused, match="day, points is missing"):
        read("email,title\n")


@given(st.lists(st.lists(st.text(), max_size=5)))
def test_whatever_is_in_the_cells_a_line_is_read_or_told(rows):
    found = points_file.read(HEADER.strip().split(","), enumerate(rows, start=2), ZONE, TODAY)
    assert all(isinstance(line, Line | Unread) for line in found)


def test_files_of_spreadsheets_in_other_countries_are_read(tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("e-pos;datum;titel;punte\nada@example.test;14/06/2026;Werkswinkel;7,5\n")
    assert read_file(file, file.name, ZONE, TODAY) == [
        Line(2, "ada@example.test", date(2026, 6, 14), "Werkswinkel", Decimal("7.5"))
    ]


def test_a_file_that_is_no_table_is_refused_by_its_name(tmp_path):
    file = tmp_path / "points.csv"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(Refused, match=r"points\.csv is"):
        read_file(file, file.name, ZONE, TODAY)


def test_too_long_a_table_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(points_file, "MAX_LINES", 1)
    file = tmp_path / "points.csv"
    file.write_text(HEADER + "a@example.test,2026-06-14,Workshop,1\n" * 2)
    with pytest.raises(Refused, match="has 2 lines"):
        read_file(file, file.name, ZONE, TODAY)
