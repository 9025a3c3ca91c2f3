"""A learner who is forgotten leaves a place in the draw, and nothing that tells who stood there."""

import pytest

from cast import a_person, an_organization, dara, imani
from conferral.learning.awards.models import Award
from conferral.learning.moderation import personal_data
from conferral.learning.moderation.checking import problems
from conferral.learning.moderation.models import Opinion
from conferral.oversight.privacy import actions as privacy
from moderating import WRONG, a_moderated_course, a_round, judged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drawn():
    """A result of the sample, with what was said of it."""
    the_round = a_round(a_moderated_course())
    judged(the_round, imani(), WRONG)
    return the_round.entrants.drawn()[0]


def test_learners_see_what_was_said_of_their_results(drawn):
    told = personal_data.export(drawn.award.enrolment.person)
    (opinion,) = told["results"]
    assert (opinion["outcome"], opinion["remark"]) == ("not upheld", WRONG.remark)
    assert told["moderated"][0]["place"] == 1


def test_moderators_see_what_they_said(drawn):
    assert len(personal_data.export(imani())["opinions"]) == 2
    assert personal_data.export(a_person("Nobody"))["opinions"] == []


def test_whoever_is_forgotten_is_a_number_in_a_draw_that_can_be_repeated(drawn):
    privacy.erase(drawn.award.enrolment.person, dara(), an_organization())
    drawn.refresh_from_db()
    assert drawn.award is None
    assert not Award.objects.filter(moderations=drawn).exists()
    assert Opinion.objects.get(entrant=drawn).remark == ""
    assert problems(drawn.round) == ()
