"""A criterion can be read aloud."""

from datetime import date
from decimal import Decimal

import pytest

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import (
    All,
    Any,
    AtLeast,
    Completed,
    Confirmed,
    Evaluated,
    Holds,
    Measurable,
    Measured,
    Passed,
    Scored,
    Titles,
    Which,
    Within,
)


def test_a_criterion_can_be_read_aloud():
    criterion = All((Completed("a"), Passed("b"), Any((Scored("c", Decimal(60)), Passed("c")))))
    assert criteria.narrative(criterion, Titles({"c": "Exam"})) == (
        "To earn it, complete “a”, pass “b” and score at least 60 % in “Exam” or pass “Exam”."
    )


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (
            Scored("quiz", Decimal("62.50"), Which.LAST),
            "score at least 62.5 % in “Final quiz” in the last attempt",
        ),
        (
            Measured(Measurable.ATTENDANCE_PERCENT, Decimal(80)),
            "attend at least 80 % of the course",
        ),
        (Measured(Measurable.ATTENDANCE_HOURS, Decimal(20)), "attend at least 20 hours"),
        (Measured(Measurable.REVIEWS_GIVEN, Decimal(1)), "give at least 1 peer review"),
        (Measured(Measurable.REVIEWS_RECEIVED, Decimal(2)), "receive at least 2 peer reviews"),
        (Measured(Measurable.POSTS, Decimal(5)), "write at least 5 posts in the discussions"),
        (Holds("first-aid"), "hold a valid certificate of “Workplace First Aid”"),
        (Evaluated("practice", "Simulation"), "be found competent in “Simulation”"),
        (Confirmed("identity", "Identity"), "have “Identity” confirmed"),
        (
            Within(date(2026, 1, 1), date(2026, 12, 31), Passed("quiz")),
            "pass “Final quiz” (between 1 January 2026 and 31 December 2026)",
        ),
        (
            AtLeast(2, (Passed("quiz"), Completed("a"), Completed("b"))),
            "do at least 2 of these 3: pass “Final quiz”; complete “a”; complete “b”",
        ),
    ],
)
def test_every_kind_has_its_words(criterion, words):
    titles = Titles({"quiz": "Final quiz"}, {"first-aid": "Workplace First Aid"})
    assert criteria.in_words(criterion, titles) == words
