"""Times as people say them."""

from datetime import timedelta

import pytest

from conferral.web.shared.dates import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 s"), (40, "40 s"), (119, "119 s"), (130, "2 min"), (7300, "2 h"), (300_000, "3 days")],
)
def test_a_time_is_said_in_the_largest_unit_of_which_it_has_two(seconds, words):
    assert in_words(timedelta(seconds=seconds)) == words
