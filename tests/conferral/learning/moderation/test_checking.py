"""An auditor draws the sample again, and whatever somebody changed is found."""

import pytest

from conferral.learning.moderation.checking import problems
from conferral.learning.moderation.models import Entrant, Seed
from moderating import a_moderated_course, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_round():
    return a_round(a_moderated_course())


def test_an_honest_draw_can_be_repeated(the_round):
    assert problems(the_round) == ()


def test_somebody_else_put_into_the_sample_is_found(the_round):
    drawn, other = the_round.entrants.drawn()[0], the_round.entrants.filter(place=None)[0]
    Entrant.objects.filter(pk=drawn.pk).update(place=None)
    Entrant.objects.filter(pk=other.pk).update(place=1)
    assert problems(the_round) == ("The sample is not the one that the seed draws.",)


def test_a_result_taken_from_the_list_is_found(the_round):
    the_round.entrants.filter(place=None)[0].delete()
    assert any("list of results" in problem for problem in problems(the_round))


def test_another_seed_is_found(the_round):
    Seed.objects.update(value="ab" * 32)
    the_round.seed.refresh_from_db()
    assert any("not the one that was sealed" in problem for problem in problems(the_round))
