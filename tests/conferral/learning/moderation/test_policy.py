"""Who has a part in what is moderated does not moderate it."""

from dataclasses import fields, replace

import pytest

from conferral.learning.moderation.policy import Standing, objection

FREE = Standing(has_right=True)


def test_whoever_has_the_right_and_no_part_in_it_may():
    assert objection(FREE) == ""


def test_nobody_may_without_the_right():
    assert objection(replace(FREE, has_right=False)) == "Only a moderator can do this."


@pytest.mark.parametrize(
    "part", [each.name for each in fields(Standing) if each.name not in ("has_right", "lapsed")]
)
def test_every_part_that_somebody_has_is_an_objection_of_its_own(part):
    said = objection(replace(FREE, **{part: True}))
    assert said.endswith(".")
    assert said != objection(replace(FREE, has_right=False))


def test_a_qualification_that_lapsed_is_said_as_it_is():
    assert objection(replace(FREE, lapsed="It lapsed.")) == "It lapsed."
