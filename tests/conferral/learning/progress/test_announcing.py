"""A letter to many is a run: it leaves, is paused, called off, and what did not arrive is named."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from cast import a_course, a_person, an_organization, bruno
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.personal_data import erase
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions, tracking
from conferral.foundation.runs.life import State
from conferral.learning.progress import announcing
from conferral.learning.progress.announcing import Audience, Letter
from conferral.learning.progress.models import Announcement, Enrolment
from conferral.learning.progress.running import ANNOUNCEMENTS

pytestmark = pytest.mark.django_db

NAMES = ("Ada Nkosi", "Ben Dube", "Cleo Zulu")


@pytest.fixture
def sent():
    version = a_course()
    for name in NAMES:
        Enrolment.objects.create(person=a_person(name), version=version)
    letter = Letter("We have moved", "To the second floor.", Audience.EVERYBODY)
    return announcing.announce(version.course, letter, bruno(), expected=3)


def announced_again(sent, **other):
    said = {"subject": sent.subject, "words": sent.words, "audience": Audience.EVERYBODY} | other
    return announcing.announce(sent.course, Letter(**said), bruno(), expected=3)


def test_whoever_presses_twice_has_sent_it_once(sent):
    with pytest.raises(Refused, match="a moment ago"):
        announced_again(sent)
    announced_again(sent, words="To the third floor.")
    Announcement.objects.filter(pk=sent.pk).update(at=timezone.now() - timedelta(minutes=11))
    assert announced_again(sent)


def test_what_was_called_off_can_be_sent_again_at_once(sent):
    actions.cancel(run_of(sent), ANNOUNCEMENTS, bruno())
    assert announced_again(sent)


def run_of(sent):
    return tracking.of(sent).get()


def test_it_is_a_run_until_the_last_letter_has_left(sent):
    assert (run_of(sent).asked_by, run_of(sent).total) == (bruno(), 3)
    SEND_QUEUED.run()
    assert (run_of(sent).state, run_of(sent).done, len(outbox.outbox)) == (State.DONE, 3, 3)
    assert not SEND_QUEUED.waits()


def test_whoever_died_before_they_counted_is_counted_for(sent, monkeypatch):
    monkeypatch.setattr("conferral.foundation.mail.together.count", lambda: None)
    SEND_QUEUED.run()
    monkeypatch.undo()
    assert (run_of(sent).done, SEND_QUEUED.waits()) == (0, True)
    SEND_QUEUED.run()
    assert (run_of(sent).state, len(outbox.outbox)) == (State.DONE, 3)


def test_what_is_paused_does_not_leave_and_what_is_called_off_never_does(sent):
    actions.pause(run_of(sent), bruno())
    assert (SEND_QUEUED.waits(), SEND_QUEUED.run()) == (False, 0)
    actions.cancel(run_of(sent), ANNOUNCEMENTS, bruno())
    SEND_QUEUED.run()
    assert (run_of(sent).state, outbox.outbox) == (State.CANCELLED, [])


def test_a_letter_that_gave_up_has_failed_and_is_tried_again(sent):
    Message.objects.filter(to="ada@example.test").update(attempts=PATIENCE, problem="No such box.")
    SEND_QUEUED.run()
    assert (run_of(sent).state, run_of(sent).done, run_of(sent).failed) == (State.DONE, 2, 1)
    (problem,) = ANNOUNCEMENTS.problems(sent.pk)
    assert (problem.which, problem.says) == ("ada@example.test", "No such box.")
    assert actions.retry(run_of(sent), ANNOUNCEMENTS, bruno()) == 1
    SEND_QUEUED.run()
    assert (run_of(sent).state, run_of(sent).done, run_of(sent).failed) == (State.DONE, 3, 0)


def test_who_was_forgotten_meanwhile_is_not_counted(sent):
    erase(a_person("Ada Nkosi"), an_organization())
    SEND_QUEUED.run()
    assert (run_of(sent).state, run_of(sent).total, run_of(sent).done) == (State.DONE, 2, 2)
