"""What chores say of what they did."""

from conferral.foundation.chores.telling import NOTHING, told

_ROUNDS = "round opened", "rounds opened"
_LETTERS = "letter written", "letters written"


def test_each_thing_is_said_in_its_number():
    assert told((1, *_ROUNDS), (3, *_LETTERS)) == "1 round opened, 3 letters written."


def test_what_there_was_not_is_not_said():
    assert told((0, *_ROUNDS), (2, *_LETTERS)) == "2 letters written."


def test_where_nothing_was_done_that_is_said():
    assert told((0, *_ROUNDS), (0, *_LETTERS)) == NOTHING
