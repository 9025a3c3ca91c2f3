from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.cast import an_organization

from conferral.foundation.chores import jobs
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.models import Round

pytestmark = pytest.mark.django_db

JOHANNESBURG = ZoneInfo("Africa/Johannesburg")


def a_stage(done: list[tuple[str, date]]):
    def do(organization, today):
        done.append((organization.name, today))
        return "1 letter was written"

    return jobs.stage([Chore("count", do)])


def test_each_organization_has_its_chore_done_once_a_day():
    an_organization()
    an_organization("Ubuntu", "UB")
    done: list[tuple[str, date]] = []
    stage = a_stage(done)
    assert stage.waits()
    while stage.run():
        pass
    assert sorted(name for name, _ in done) == ["SayPro", "Ubuntu"]
    assert not stage.waits()


def test_what_it_did_is_kept_in_words():
    an_organization()
    a_stage([]).run()
    row = Round.objects.get()
    assert row.result == "1 letter was written"
    assert row.done_at is not None


def test_a_week_asleep_is_caught_up_once():
    an_organization()
    done: list[tuple[str, date]] = []
    stage = a_stage(done)
    stage.run()
    Round.objects.update(next_attempt_at=datetime(2026, 1, 1, tzinfo=UTC), day=date(2025, 12, 31))
    while stage.run():
        pass
    assert len(done) == 2


def test_a_chore_that_fails_is_tried_again_and_says_why():
    an_organization()

    def fail(organization, today):
        raise ValueError("the letter has no address")

    stage = jobs.stage([Chore("fail", fail)])
    stage.run()
    row = Round.objects.get()
    assert (row.attempts, row.problem) == (1, "the letter has no address")


def test_the_next_day_begins_after_the_midnight_of_the_zone():
    late = datetime(2026, 3, 1, 21, 59, tzinfo=UTC)  # 23:59 in Johannesburg.
    assert jobs.next_day(late, JOHANNESBURG) == datetime(2026, 3, 1, 22, 5, tzinfo=UTC)


def test_a_midnight_that_the_clocks_skip_is_still_a_moment():
    before = datetime(2026, 3, 7, 12, tzinfo=UTC)
    cuba = ZoneInfo("America/Havana")  # Its clocks jump from 24:00 to 01:00.
    assert jobs.next_day(before, cuba) == datetime(2026, 3, 8, 5, 5, tzinfo=UTC)
