"""How far a file has travelled, stage by stage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import FAILED, PASSED, a_draft, an_import
from conferral import worker
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.foundation.belt import PATIENCE
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.models import Message
from conferral.learning.awards.jobs import EVALUATE_CHANGED, SETTLE_CHANGED
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.oversight.reports.imports import tally

pytestmark = pytest.mark.django_db

ROWS = (
    ("Ada Nkosi", "ada@example.test", PASSED),
    ("Ben Dube", "ben@example.test", PASSED),
    ("Cleo Zulu", "cleo@example.test", FAILED),
    ("Nobody", "no address", PASSED),
)


def before(stage):
    names = [each.name for each in worker.STAGES]
    return worker.STAGES[: names.index(stage.name)]


def test_before_anything_happened_nothing_is_done():
    counted = tally(an_import(*ROWS))
    assert (counted.lines, counted.read, counted.done, counted.share) == (4, 0, False, 0.0)


def test_every_stage_is_counted_and_the_share_only_grows():
    batch = an_import(*ROWS)
    shares = []
    for stage in worker.STAGES:
        stage.run()
        batch.refresh_from_db()
        shares.append(tally(batch).share)
    assert shares == sorted(shares)
    counted = tally(batch)
    assert (counted.read, counted.refused, counted.met) == (4, 1, 2)
    assert (counted.issued, counted.printed, counted.sent) == (2, 2, 2)
    assert (counted.done, counted.share) == (True, 1.0)


def test_what_is_stuck_is_waited_for_no_longer():
    batch = an_import(*ROWS)
    for stage in before(SEND_QUEUED):
        stage.run()
    batch.refresh_from_db()
    assert not tally(batch).done
    Message.objects.update(attempts=PATIENCE)
    counted = tally(batch)
    assert (counted.sent, counted.stuck, counted.done) == (0, 2, True)


def test_letters_in_the_undo_window_are_waited_for_no_longer():
    batch = an_import(*ROWS)
    Brakes.objects.update(undo_minutes=10)
    worker.run_until_idle()
    batch.refresh_from_db()
    counted = tally(batch)
    assert (counted.sent, counted.resting, counted.done) == (0, 2, True)


def test_a_letter_in_the_hands_of_a_worker_is_waited_for():
    batch = an_import(ROWS[0])
    for stage in before(SEND_QUEUED):
        stage.run()
    Message.objects.update(
        claimed_at=timezone.now(), next_attempt_at=timezone.now() + timedelta(minutes=5)
    )
    batch.refresh_from_db()
    counted = tally(batch)
    assert (counted.leaving, counted.resting, counted.done) == (1, 0, False)


def test_who_cannot_be_written_to_is_waited_for_no_longer():
    batch = an_import(ROWS[0])
    for stage in before(ANNOUNCE_PRINTED):
        stage.run()
    people = batch.rows.get().enrolment.person
    type(people).objects.filter(pk=people.pk).update(email=None)
    worker.run_until_idle()
    batch.refresh_from_db()
    assert tally(batch).done


def test_a_file_in_which_nobody_earned_anything_is_done_when_it_is_read():
    batch = an_import(ROWS[2])
    worker.run_until_idle()
    batch.refresh_from_db()
    assert (tally(batch).done, tally(batch).share) == (True, 1.0)


def test_who_must_wait_for_an_approval_is_waited_for_no_longer():
    version = a_draft()
    batch = an_import(("Ada Nkosi", "ada@example.test", PASSED), version=version)
    while READ_IMPORTS.run() + EVALUATE_CHANGED.run() + SETTLE_CHANGED.run():
        pass
    batch.refresh_from_db()
    counted = tally(batch)
    assert (counted.met, counted.held, counted.issued) == (1, 1, 0)
    assert counted.done
    assert counted.share == 1.0
