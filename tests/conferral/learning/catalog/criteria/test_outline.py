"""A criterion as a list in a list."""

from hypothesis import given

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Line, Titles, outline

from .criteria_by_chance import trees


def test_groups_are_lists_in_lists():
    criterion = criteria.from_json(
        {"all": [{"completed": "log"}, {"any": [{"passed": "quiz"}, {"posts": 2}]}]}
    )
    assert outline(criterion, Titles({"quiz": "Final quiz"})) == Line(
        "Do all of this:",
        (
            Line("Complete “log”."),
            Line(
                "Do one of these:",
                (Line("Pass “Final quiz”."), Line("Write at least 2 posts in the discussions.")),
            ),
        ),
    )


def test_all_of_one_thing_is_that_thing():
    assert outline(criteria.from_json({"all": [{"passed": "quiz"}]})) == Line("Pass “quiz”.")


@given(trees)
def test_everything_that_is_asked_has_a_line(criterion):
    assert len(list(leaves(outline(criterion)))) == len(list(criteria.leaves_of(criterion)))


def leaves(line):
    if not line.lines:
        yield line
    for each in line.lines:
        yield from leaves(each)
