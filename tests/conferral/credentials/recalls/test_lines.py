import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.credentials.recalls.lines import lines_of, wanted_in
from conferral.credentials.recalls.order import Wanted


@pytest.mark.parametrize(
    "line",
    [
        "SP-1;Zoë Nkosi",
        "SP-1\tZoë Nkosi",
        'SP-1,"Zoë Nkosi"',
        "  SP-1 ; Zoë Nkosi ",
        "\ufeffnumber;name\r\nSP-1;Zoë Nkosi\r\n\r\n",
    ],
)
def test_a_number_and_a_name_however_they_are_separated(line):
    assert wanted_in(line) == (Wanted("SP-1", "Zoë Nkosi"),)


def test_numbers_alone():
    assert wanted_in("SP-1\nSP-2") == (Wanted("SP-1"), Wanted("SP-2"))


def test_nothing_is_nothing():
    assert wanted_in(" \n") == ()


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    assert wanted_in(lines_of(wanted_in(text))) is not None


_PLAIN = st.text("ABCSP0123456789-", min_size=1, max_size=20)


@given(st.lists(st.builds(Wanted, _PLAIN, st.text("Zoë Nkosi", min_size=1).map(str.strip))))
def test_what_is_written_is_read_again(wanted):
    assert wanted_in(lines_of(tuple(wanted))) == tuple(wanted)
