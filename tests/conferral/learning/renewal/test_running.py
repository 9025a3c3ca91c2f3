"""Points that are entered from a table, as a run: paused, stopped, tried again, killed midway."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from cast import an_award, an_organization, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.runs import actions, tracking
from conferral.foundation.runs.life import State
from conferral.learning.renewal import jobs, personal_data, taking_in
from conferral.learning.renewal.jobs import ENTER_POINTS
from conferral.learning.renewal.models import Activity, PointsLine
from conferral.learning.renewal.running import POINTS
from conferral.oversight.running import wording

pytestmark = pytest.mark.django_db

TABLE = """email,day,title,points
ada@example.test,2026-06-14,Workshop,10
ada@example.test,2026-06-15,Workshop,10
zoe@example.test,2026-06-14,Workshop,10
ada@example.test,ten,Workshop,10
"""


@pytest.fixture
def ada():
    return an_award().enrolment.person


@pytest.fixture
def run(ada):
    """Two lines are right, one is of a stranger, one cannot be read."""
    file = ContentFile(TABLE.encode(), "points.csv")
    table = taking_in.look(an_organization(), dara(), "points.csv", file)
    return taking_in.begin(table, dara())


def now(run):
    return tracking.of(run).get()


def said(run) -> str:
    return wording.progress(now(run), POINTS)


def problems(run) -> list[str]:
    return [f"{each.which}: {each.says}" for each in POINTS.problems(run.number)]


@transaction.atomic
def enter_and_die() -> None:
    waiting = PointsLine.objects.open().select_related("table__organization", "table__by")
    taking_in.enter(list(waiting))
    raise KeyboardInterrupt


def test_a_line_that_cannot_be_read_has_failed_before_anything_is_entered(run):
    assert said(run) == "0 of 4 lines entered, 1 refused"


def test_it_ends_with_what_is_left_to_do_by_line(run):
    ENTER_POINTS.run()
    assert now(run).state is State.DONE
    assert said(run) == "2 of 4 lines entered, 2 refused"
    first, second = problems(run)
    assert first == "Line 4: zoe@example.test is no learner here."
    assert second.startswith('Line 5: "ten" is not a date')


def test_what_is_paused_does_not_wait(run):
    actions.pause(run, dara())
    assert not ENTER_POINTS.waits()
    actions.resume(now(run), dara())
    assert ENTER_POINTS.waits()


def test_the_rest_is_cancelled_and_what_is_entered_stays(run, monkeypatch):
    monkeypatch.setattr(jobs, "_ENTERED_AT_ONCE", 1)
    ENTER_POINTS.run()
    actions.cancel(now(run), POINTS, dara())
    assert (now(run).state, now(run).left) == (State.CANCELLED, 2)
    assert (ENTER_POINTS.waits(), Activity.objects.count()) == (False, 1)
    assert Entry.objects.filter(deed="stopped points being entered").count() == 1


def test_refused_lines_are_tried_again_when_what_they_lacked_is_mended(run):
    ENTER_POINTS.run()
    an_award("Zoe Moyo")
    assert actions.retry(now(run), POINTS, dara()) == 1
    ENTER_POINTS.run()
    assert said(run) == "3 of 4 lines entered, 1 refused"


def test_a_slice_that_dies_leaves_nothing_and_is_counted_once(run):
    with pytest.raises(KeyboardInterrupt):
        enter_and_die()
    assert (said(run), Activity.objects.count()) == ("0 of 4 lines entered, 1 refused", 0)
    ENTER_POINTS.run()
    assert (now(run).done, Activity.objects.count()) == (2, 2)


def test_whoever_is_forgotten_meanwhile_is_in_no_line(run, ada):
    told = personal_data.export(ada)["points on their way"]
    assert [line["number"] for line in told] == [2, 3]
    personal_data.erase(ada, an_organization())
    assert (now(run).total, PointsLine.objects.filter(email="ada@example.test").count()) == (2, 0)
    ENTER_POINTS.run()
    assert now(run).state is State.DONE
