"""Initials are letters as their holders write them."""

import pytest

from conferral.foundation.accounts.name_modes import NameMode, initials, shown


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Nomvula Dlamini", "N. D."),
        ("Ọláolúwa Adébáyọ̀", "Ọ. A."),
        ("e\u0301lodie martin", "E\u0301. M."),
        ("张伟", "张."),
        ("Ọ\u0301 Dlamini", "Ọ\u0301. D."),
        ("Sukarno", "S."),
        ("María José de la Cruz", "M. J. D. L. C."),
    ],
)
def test_each_word_leaves_its_first_letter_with_its_marks(name, wanted):
    assert initials(name) == wanted


def test_a_mode_shows_all_some_or_nothing():
    assert [shown("Ada Nkosi", mode) for mode in NameMode] == ["Ada Nkosi", "A. N.", ""]
