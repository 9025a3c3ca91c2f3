"""Lines of the audit trail in words."""

import pytest

from conferral.web.staff import trail_words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("issuing.IssuerKey:1", "issuer key 1"),
        ("moderation.ModerationRound:12", "moderation round 12"),
        ("progress.Import:3", "import 3"),
        ("example.org:8080", "example.org:8080"),
        ("The room has changed", "The room has changed"),
    ],
)
def test_a_row_is_called_by_its_kind_and_everything_else_by_itself(row, words):
    assert trail_words.named(row) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (True, "yes"),
        (False, "no"),
        (36, "36"),
        ("2027-04-21", "21 Apr 2027"),
        ("2027-04-31", "2027-04-31"),
        ("43a259f8" * 8, "43a259f843a2…"),
        (["first-aid", "mel"], "first-aid, mel"),
        (["awards.Award:69", "awards.Award:61"], "award 69, award 61"),
        ({"grace_days": 30, "by_exam": True}, "grace days: 30, by exam: yes"),
    ],
)
def test_a_detail_is_said_as_people_say_it(said, words):
    assert trail_words.told({"valid_until": said}) == [("valid until", words)]


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_a_detail_that_says_nothing_is_left_out(nothing):
    assert trail_words.told({"released_by": nothing, "code": "mel"}) == [("code", "mel")]
