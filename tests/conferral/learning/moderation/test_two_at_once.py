"""Moderators and workers in the same moment: one round, one end of it, no certificate before."""

import pytest

from cast import imani, jabu
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.moderation import actions, opening
from conferral.learning.moderation.models import Entrant, ModerationRound, Outcome, Seed
from moderating import a_moderated_course, a_round, judged, not_upheld
from together import at_once
from waiting import settled

pytestmark = pytest.mark.django_db(transaction=True)


def belt() -> None:
    while SETTLE_CHANGED.run() + ISSUE_AWARDS.run():
        pass


def test_two_open_a_round_and_there_is_one():
    version = a_moderated_course()
    settled(version, 8)
    people = imani(), jabu()
    told = at_once(
        *(lambda person=person: opening.open_round(version, person) for person in people)
    )
    assert told[0] == ""
    assert told[1]
    assert ModerationRound.objects.count() == 1
    assert Entrant.objects.live().count() == 8


def test_two_pages_conclude_it_differently_and_one_of_them_does():
    the_round = a_round(a_moderated_course())
    judged(the_round, imani())
    done, refused = at_once(
        lambda: actions.conclude(the_round, imani(), Outcome.UPHELD),
        lambda: actions.conclude(the_round, imani(), Outcome.NOT_UPHELD, "No."),
    )
    the_round.refresh_from_db()
    assert (done, refused) == ("", f"This round is over: {the_round.outcome}.")
    belt()
    assert Credential.objects.count() == (8 if the_round.outcome == Outcome.UPHELD else 0)


def test_workers_issue_nothing_while_moderators_say_no():
    the_round = a_round(a_moderated_course())
    Award.objects.update(settled_under=None)
    told = at_once(lambda: not_upheld(the_round), belt, belt)
    assert told == ["", "", ""]
    assert Credential.objects.count() == 0


def test_two_draw_again_and_one_does():
    the_round = not_upheld(a_round(a_moderated_course()))
    told = at_once(*(lambda: opening.draw_again(the_round, imani()) for _ in "ab"))
    assert told[0] == ""
    assert told[1]
    assert ModerationRound.objects.count() == 2
    assert Seed.objects.exclude(used_at=None).count() == 2


def test_what_is_rejected_while_workers_run_is_never_issued():
    the_round = not_upheld(a_round(a_moderated_course()))
    at_once(lambda: actions.reject(the_round, imani(), "Copied."), belt)
    belt()
    assert not Credential.objects.exists()
    assert Award.objects.exclude(rejected_at=None).count() == 8
