"""Slices are counted as they commit; whoever presses what meanwhile, nothing is counted wrongly."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cast import an_organization, chika, dara
from conferral.foundation.accounts.roles import Right
from conferral.foundation.audit.models import Entry
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions, personal_data, tracking
from conferral.foundation.runs.kinds import Kind
from conferral.foundation.runs.life import State
from conferral.foundation.runs.models import Run

pytestmark = pytest.mark.django_db

TOTAL = 20
PLAIN = Kind(Brakes, "plain", "row", "moved", Right.REVOKE)


ROW = Brakes(pk=1)  # Any row will do.


def a_run(row=ROW, total=TOTAL):
    return tracking.begin(row, an_organization(), dara(), what="Rows", total=total)


def again(run):
    return Run.objects.get(pk=run.pk)


def deeds():
    return list(Entry.objects.filter(deed__endswith="a run").values_list("deed", flat=True))


def test_a_run_is_done_when_the_last_slice_is():
    run = a_run()
    tracking.advance(ROW, done=12, failed=3)
    assert (again(run).state, again(run).percent, again(run).left) == (State.RUNNING, 75, 5)
    tracking.advance(ROW, done=5)
    assert (again(run).state, again(run).percent, again(run).failed) == (State.DONE, 100, 3)


def test_what_is_empty_has_ended_before_it_begins():
    assert a_run(total=0).state is State.DONE


def test_a_slice_that_is_undone_was_not_counted():
    run = a_run()
    with transaction.atomic():
        tracking.advance(ROW, done=7)
        transaction.set_rollback(True)
    assert again(run).done == 0


def test_a_slice_costs_the_same_however_large_it_is(django_assert_num_queries):
    a_run(total=10_000)
    with django_assert_num_queries(4):  # Two updates in a savepoint.
        tracking.advance(ROW, done=5_000, failed=10)


def test_the_rows_of_what_is_paused_do_not_wait():
    run, _other = a_run(), a_run(Brakes(pk=2))
    actions.pause(run, chika())
    assert list(tracking.held(Brakes)) == [{"number": 1}]
    assert (again(run).state, again(run).paused_by) == (State.PAUSED, chika())
    actions.resume(again(run), dara())
    assert not tracking.held(Brakes).exists()
    assert deeds() == ["paused a run", "resumed a run"]


def test_of_two_who_pause_at_once_one_is_told_so_and_leaves_no_line():
    run, stale = a_run(), Run.objects.get(number=1)
    actions.pause(run, chika())
    with pytest.raises(Refused, match="faster"):
        actions.pause(stale, dara())
    assert deeds() == ["paused a run"]


def test_a_slice_under_way_when_somebody_paused_may_be_the_last_one():
    run = a_run()
    actions.pause(run, chika())
    tracking.advance(ROW, done=TOTAL)
    assert (again(run).state, again(run).paused_by) == (State.DONE, None)


def test_what_has_failed_is_tried_again_and_then_nothing_is_left_to_try():
    failed = [4]
    kind = Kind(Brakes, "again", "row", "moved", Right.REVOKE, reopen=lambda _: failed.pop())
    run = a_run()
    tracking.advance(ROW, done=16, failed=4)
    assert actions.retry(again(run), kind, dara()) == 4
    assert (again(run).state, again(run).tried) == (State.RUNNING, 16)
    failed.append(0)
    with pytest.raises(Refused, match="Nothing of it has failed"):
        actions.retry(again(run), kind, dara())
    tracking.advance(ROW, done=4)
    assert (again(run).state, again(run).failed) == (State.DONE, 0)


def test_what_nobody_can_cancel_can_be_paused():
    with pytest.raises(Refused, match="can be paused"):
        actions.cancel(a_run(), PLAIN, dara())


def test_whoever_cancels_what_ends_at_that_moment_changes_nothing():
    run = a_run()
    tracking.advance(ROW, done=TOTAL)
    tracking.cancel(ROW)
    assert again(run).state is State.DONE


def test_what_turns_out_to_be_less_ends_all_the_same():
    run = a_run()
    tracking.advance(ROW, done=8, failed=1)
    tracking.finish(ROW)
    assert (again(run).state, again(run).total) == (State.DONE, 9)


def test_what_was_counted_afresh_twice_is_counted_once():
    run = a_run()
    for _ in range(2):
        tracking.count(ROW, done=6, failed=1)
    assert again(run).tried == 7
    tracking.count(ROW, done=19, failed=1)
    assert again(run).state is State.DONE


def test_whoever_wants_a_letter_is_the_one_who_gets_it():
    run = a_run()
    actions.ask_for_letter(run, chika())
    assert (again(run).asked_by, again(run).wants_letter) == (chika(), True)
    tracking.advance(ROW, done=TOTAL)
    with pytest.raises(Refused, match="over"):
        actions.ask_for_letter(again(run), dara())


def test_what_failed_stands_on_today_until_somebody_has_seen_to_it():
    run = a_run()
    tracking.advance(ROW, done=19, failed=1)
    actions.settle(again(run), dara())
    with pytest.raises(Refused, match="Nothing of it needs"):
        actions.settle(again(run), dara())
    actions.retry(
        again(run), Kind(Brakes, "again", "row", "moved", Right.REVOKE, reopen=one), dara()
    )
    tracking.advance(ROW, failed=1)
    assert again(run).settled_at is None


def test_what_was_cancelled_is_counted_no_more():
    run = a_run()
    tracking.cancel(ROW)
    tracking.count(ROW, done=5)
    assert (again(run).state, again(run).done) == (State.CANCELLED, 0)


def test_what_went_well_needs_nobody():
    run = a_run()
    tracking.advance(ROW, done=TOTAL)
    with pytest.raises(Refused, match="Nothing of it needs"):
        actions.settle(again(run), dara())


def one(_number):
    return 1


def test_who_asked_for_it_can_see_that_they_did():
    a_run()
    (told,) = personal_data.export(dara())["runs"]
    assert (told["kind"], told["total"]) == ("brakes.Brakes", TOTAL)


SLICE = st.tuples(st.integers(0, 6), st.integers(0, 2))
PRESSED = st.sampled_from(["pause", "resume", "retry", "cancel", "ask for letter"])


@given(st.lists(SLICE | PRESSED, max_size=20))
def test_whatever_is_pressed_in_whatever_order_each_row_is_counted_once(story):
    with transaction.atomic():
        lived = Lived()
        for deed in story:
            lived.live(deed)
            lived.is_counted()
        transaction.set_rollback(True)


class Lived:
    """A worker with rows of its own, that knows nothing of runs but which are held."""

    def __init__(self):
        self.left, self.done, self.failed = TOTAL, 0, 0
        self.kind = Kind(
            Brakes, "lived", "row", "moved", Right.REVOKE, reopen=self._reopen, cancel=self._leave
        )
        self.run = a_run()

    def live(self, deed):
        before = again(self.run)
        pressed = {
            "pause": lambda: actions.pause(before, dara()),
            "resume": lambda: actions.resume(before, dara()),
            "retry": lambda: actions.retry(before, self.kind, dara()),
            "cancel": lambda: actions.cancel(before, self.kind, dara()),
            "ask for letter": lambda: actions.ask_for_letter(before, chika()),
        }
        try:
            pressed[deed]() if deed in pressed else self._slice(*deed)
        except Refused:
            assert again(self.run).state is before.state

    def is_counted(self):
        now = again(self.run)
        assert (now.done, now.failed) == (self.done, self.failed)
        if now.state is not State.CANCELLED:
            assert now.left == self.left
            assert (now.state is State.DONE) == (not self.left)

    def _slice(self, good, bad):
        if tracking.held(Brakes).exists():
            return
        good = min(good, self.left)
        bad = min(bad, self.left - good)
        self.left, self.done, self.failed = (
            self.left - good - bad,
            self.done + good,
            self.failed + bad,
        )
        tracking.advance(ROW, done=good, failed=bad)

    def _reopen(self, _number):
        back, self.failed = self.failed, 0
        self.left += back
        return back

    def _leave(self, _number, _person):
        tracking.cancel(ROW)
        self.left = 0
