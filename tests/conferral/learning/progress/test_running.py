"""A file is read in slices: paused between two of them, stopped, its refused lines read again."""

import pytest

from cast import PASSED, an_import, dara
from conferral.foundation.accounts.models import Person
from conferral.foundation.belt import PATIENCE
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions, tracking
from conferral.foundation.runs.life import State
from conferral.learning.progress import jobs
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, Import
from conferral.learning.progress.running import IMPORTS
from conferral.oversight.fsck.run import findings

pytestmark = pytest.mark.django_db

PEOPLE = [(f"Learner{n} Nkosi", f"learner{n}@example.test", PASSED) for n in range(7)]
NOBODY = ("Nobody", "no address", PASSED)


@pytest.fixture(autouse=True)
def _short_slices(monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 3)


def run_of(batch):
    return tracking.of(batch).get()


def read_one_slice(batch):
    """What a worker has done when it is killed after its first slice."""
    batch.refresh_from_db()
    reader = jobs.Reader(batch)
    jobs._read_chunk(batch, reader, iter(reader.lines_from(batch.next_line)))


def test_confirming_a_file_begins_a_run_and_reading_it_ends_it():
    batch = an_import(*PEOPLE, NOBODY)
    assert (run_of(batch).asked_by, run_of(batch).total) == (dara(), 8)
    READ_IMPORTS.run()
    run = run_of(batch)
    assert (run.state, run.done, run.failed) == (State.DONE, 7, 1)
    assert [(each.which, each.failed) for each in IMPORTS.problems(batch.pk)] == [("Line 9", True)]


def test_whoever_goes_on_after_a_crash_counts_no_line_twice():
    batch = an_import(*PEOPLE, NOBODY)
    read_one_slice(batch)
    assert run_of(batch).done == 3
    READ_IMPORTS.run()
    assert (run_of(batch).done, run_of(batch).failed) == (7, 1)


def test_what_is_paused_is_read_no_further_until_somebody_resumes_it():
    batch = an_import(*PEOPLE)
    read_one_slice(batch)
    actions.pause(run_of(batch), dara())
    read_one_slice(batch)
    assert (READ_IMPORTS.waits(), run_of(batch).done) == (False, 3)
    actions.resume(run_of(batch), dara())
    READ_IMPORTS.run()
    assert run_of(batch).state is State.DONE


def test_what_is_cancelled_keeps_what_was_read_and_is_sound():
    batch = an_import(*PEOPLE)
    read_one_slice(batch)
    actions.cancel(run_of(batch), IMPORTS, dara())
    READ_IMPORTS.run()
    assert (run_of(batch).state, run_of(batch).done) == (State.CANCELLED, 3)
    assert Enrolment.objects.count() == 3
    assert list(findings()) == []
    with pytest.raises(Refused, match="cancelled"):
        actions.cancel(run_of(batch), IMPORTS, dara())


def test_refused_lines_are_read_again_when_somebody_has_mended_what_they_lacked():
    Person.objects.create(email="learner3@example.test", printed_name="Somebody Else")
    batch = an_import(*PEOPLE, NOBODY)
    READ_IMPORTS.run()
    assert (run_of(batch).done, run_of(batch).failed) == (6, 2)
    Person.objects.filter(email="learner3@example.test").update(printed_name="Learner3 Nkosi")
    assert actions.retry(run_of(batch), IMPORTS, dara()) == 2
    READ_IMPORTS.run()
    run = run_of(batch)
    assert (run.state, run.done, run.failed) == (State.DONE, 7, 1)
    assert Enrolment.objects.count() == 7
    assert list(findings()) == []


def test_a_file_that_gave_up_is_tried_again():
    batch = an_import(*PEOPLE)
    Import.objects.update(attempts=PATIENCE)
    assert not READ_IMPORTS.waits()
    assert actions.retry(run_of(batch), IMPORTS, dara()) == 1
    READ_IMPORTS.run()
    assert run_of(batch).state is State.DONE
