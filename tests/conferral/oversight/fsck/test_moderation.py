"""I16: whoever lets results pass behind the moderators' backs is found."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from conferral.learning.awards.models import Award
from conferral.learning.moderation.models import Entrant, ModerationRound, Opinion, Outcome
from conferral.oversight.fsck.finding import Invariant
from conferral.oversight.fsck.moderation import awards, rounds
from moderating import a_moderated_course, a_round, not_upheld, upheld

pytestmark = pytest.mark.django_db


def found():
    return [*awards(), *rounds()]


def test_what_moderators_did_is_sound():
    upheld(a_round(a_moderated_course(external_moderation=True)))
    not_upheld(a_round(a_moderated_course("fire")))
    assert found() == []


def test_a_result_that_nobody_upheld_and_that_passes_is_found():
    not_upheld(a_round(a_moderated_course()))
    award = Award.objects.order_by("pk")[0]
    Award.objects.filter(pk=award.pk).update(moderated_at=timezone.now())
    (finding,) = found()
    assert finding.invariant == Invariant.MODERATION
    assert finding.row == f"awards.Award:{award.pk}"


def test_no_row_can_say_that_a_rejected_result_was_issued():
    a_round(a_moderated_course(), 1)
    with pytest.raises(IntegrityError, match="issued_award_waits_for_nothing"):
        Award.objects.update(rejected_at=timezone.now(), issued_at=timezone.now(), waits_for="")


@pytest.mark.parametrize("forged", ["outcome", "opinion", "sample"])
def test_a_round_that_was_made_to_pass_is_found(forged):
    the_round = a_round(a_moderated_course())
    match forged:
        case "outcome":
            ModerationRound.objects.update(outcome=Outcome.UPHELD)
        case "opinion":
            upheld(the_round)
            Opinion.objects.update(outcome=Outcome.NOT_UPHELD)
        case "sample":
            Entrant.objects.filter(place=1).update(place=7)
            Entrant.objects.filter(place=2).update(place=1)
            Entrant.objects.filter(place=7).update(place=2)
    (finding,) = found()
    assert finding.row == f"moderation.ModerationRound:{the_round.pk}"
