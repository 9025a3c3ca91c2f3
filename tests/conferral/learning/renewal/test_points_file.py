from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import an_award, an_organization, dara
from conferral.foundation.refusal import Refused
from conferral.learning.renewal.models import Activity
from conferral.learning.renewal.points_file import Line, Unread, read
from conferral.learning.renewal.taking_in import take_in

FILE = """\ufeffEmail,Points,Title,Day
ada@example.test,10,"Workshop, advanced",2026-06-14
ada@example.test,ten,Workshop,2026-06-15
ada@example.test,10,Workshop,15/06/2026
ada@example.test,10
nobody@example.test,10,Workshop,2026-06-14
"""


def test_columns_are_found_by_their_names():
    first = next(iter(read(FILE)))
    assert first == Line(
        2, "ada@example.test", date(2026, 6, 14), "Workshop, advanced", Decimal(10)
    )


def test_lines_that_cannot_be_read_are_told_with_their_numbers():
    assert [each.number for each in read(FILE) if isinstance(each, Unread)] == [3, 4, 5]


def test_a_table_without_its_columns_is_refused_by_name():
    with pytest.raises(Refused, match="day, points is missing"):
        list(read("email,title\n"))


@given(st.text())
def test_whatever_is_in_the_file_it_is_read_or_refused(text):
    for line in read(f"email,day,title,points\n{text}"):
        assert isinstance(line, Line | Unread)


@pytest.mark.django_db
def test_the_same_table_again_enters_nothing_twice():
    an_award()
    first = take_in(an_organization(), FILE, dara())
    again = take_in(an_organization(), FILE, dara())
    assert (first.entered, len(first.refused)) == (1, 4)
    assert (again.entered, again.known) == (0, 1)
    assert Activity.objects.count() == 1
