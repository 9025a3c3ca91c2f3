"""Who asked for long work may leave: a letter says when it has ended, and what to do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import PASSED, an_import, chika, dara
from conferral.foundation.accounts.models import Person
from conferral.foundation.mail.models import Message
from conferral.foundation.runs import actions, tracking
from conferral.foundation.runs.models import Run
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.running import IMPORTS
from conferral.oversight.running import kinds, wording
from conferral.oversight.running.jobs import TELL_OF_RUNS

pytestmark = pytest.mark.django_db

ADA = ("Ada Nkosi", "ada@example.test", PASSED)
NOBODY = ("Nobody", "no address", PASSED)


@pytest.fixture
def run():
    return tracking.of(an_import(ADA, NOBODY)).get()


def read(minutes=0):
    """As long ago as if it had taken so many minutes."""
    READ_IMPORTS.run()
    Run.objects.update(began_at=timezone.now() - timedelta(minutes=minutes))
    TELL_OF_RUNS.run()


def letters():
    return list(Message.objects.filter(key__startswith="run:").order_by("pk"))


def test_who_has_waited_for_more_than_a_minute_is_written_to_once(run):
    assert not TELL_OF_RUNS.waits()
    read(minutes=3)
    (letter,) = letters()
    assert letter.to == dara().email
    assert letter.subject == "The import “course_completion.csv”: done, 1 refused"
    assert "1 of 2 lines read, 1 refused. It took 3 minutes." in letter.text
    assert f"/staff/runs/{run.pk}" in letter.text
    assert not TELL_OF_RUNS.waits()


def test_of_what_was_over_at_once_nobody_is_written_to(run):
    read()
    assert (letters(), TELL_OF_RUNS.waits()) == ([], False)


def test_who_asked_for_a_letter_gets_one_however_short_it_was(run):
    actions.ask_for_letter(run, chika())
    read()
    assert [letter.to for letter in letters()] == [chika().email]


def test_what_is_tried_again_is_told_again(run):
    read(minutes=3)
    actions.retry(Run.objects.get(), IMPORTS, dara())
    read(minutes=4)
    assert len(letters()) == 2


def test_who_has_left_the_staff_meanwhile_is_not_written_to(run):
    run.organization.memberships.filter(person=run.asked_by).delete()
    read(minutes=3)
    assert (letters(), TELL_OF_RUNS.waits()) == ([], False)


def test_who_was_forgotten_meanwhile_is_not_written_to(run):
    Person.objects.filter(pk=dara().pk).update(email=None)
    read(minutes=3)
    assert (letters(), TELL_OF_RUNS.waits()) == ([], False)


def test_every_run_has_a_kind_and_no_two_kinds_are_about_the_same_rows(run):
    assert kinds.kind_of(run) is IMPORTS
    assert len({kind.of for kind in kinds.KINDS}) == len(kinds.KINDS)
    assert len({kind.name for kind in kinds.KINDS}) == len(kinds.KINDS)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "less than a minute"), (61, "1 minute"), (170, "3 minutes"), (9000, "2 hours")],
)
def test_time_is_said_roughly(seconds, said):
    assert wording.span(timedelta(seconds=seconds)) == said
