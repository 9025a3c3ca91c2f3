from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cast import an_organization, dara
from clock import standing_at
from conferral.foundation.audit.models import Entry
from conferral.foundation.chores import actions, jobs
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.models import Every, Round

pytestmark = pytest.mark.django_db

JOHANNESBURG = ZoneInfo("Africa/Johannesburg")
# Clocks change at 02:00, skip or repeat midnight, or the hour before it, or change by half an hour.
ZONES = (
    "Africa/Johannesburg",
    "Europe/Berlin",
    "America/Havana",
    "America/Santiago",
    "America/Nuuk",
    "Australia/Lord_Howe",
)


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


def test_what_is_caught_up_is_done_in_the_order_in_which_it_is_named():
    organization, done = an_organization(), []
    names = ["open", "remind", "sum up"]
    for name in reversed(names):  # An older edition may have known them otherwise.
        Round.objects.create(
            organization=organization,
            chore=name,
            next_attempt_at=timezone.now() - timedelta(days=names.index(name)),
        )
    stage = jobs.stage(
        [Chore(name, lambda _, __, name=name: done.append(name) or "") for name in names]
    )
    stage.run()
    assert done == names


def test_a_chore_that_fails_is_tried_again_and_says_why():
    an_organization()

    def fail(organization, today):
        raise ValueError("the letter has no address")

    stage = jobs.stage([Chore("fail", fail)])
    stage.run()
    row = Round.objects.get()
    assert (row.attempts, row.problem) == (1, "the letter has no address")


def test_what_was_tried_in_vain_is_forgotten_when_it_is_done():
    an_organization()
    stage = a_stage([])
    stage.run()
    Round.objects.update(attempts=5, next_attempt_at=timezone.now(), problem="No address")
    stage.run()
    row = Round.objects.get()
    assert (row.attempts, row.problem) == (0, "")


def test_a_chore_is_told_the_day_of_the_zone():
    an_organization()
    done: list[tuple[str, date]] = []
    stage = a_stage(done)
    stage.run()
    Round.objects.update(done_at=None, next_attempt_at=datetime(2026, 1, 1, tzinfo=UTC))
    with standing_at(datetime(2026, 3, 1, 22, 30, tzinfo=UTC)):  # 00:30 in Johannesburg.
        stage.run()
    assert done[-1] == ("SayPro", date(2026, 3, 2))


def test_the_next_day_begins_after_the_midnight_of_the_zone():
    late = datetime(2026, 3, 1, 21, 59, tzinfo=UTC)  # 23:59 in Johannesburg.
    assert jobs.next_round(late, JOHANNESBURG) == datetime(2026, 3, 1, 22, 5, tzinfo=UTC)


def test_after_midnight_there_it_is_the_next_day_already():
    early = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # 00:30 of the 2nd.
    assert jobs.next_round(early, JOHANNESBURG) == datetime(2026, 3, 2, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_wherever_clocks_change_each_day_of_a_year_begins_once(zone):
    there, noon = ZoneInfo(zone), datetime(2026, 1, 1, 12, tzinfo=UTC)
    for now in (noon + timedelta(days=number) for number in range(365)):
        today = now.astimezone(there).date()
        begins = jobs.next_round(now, there) - timedelta(minutes=5)
        assert begins.astimezone(there).date() == today + timedelta(days=1)
        assert (begins - timedelta(seconds=1)).astimezone(there).date() == today


def test_a_midnight_that_the_clocks_skip_is_still_a_moment():
    before = datetime(2026, 3, 7, 12, tzinfo=UTC)
    cuba = ZoneInfo("America/Havana")  # Its clocks jump from 24:00 to 01:00.
    assert jobs.next_round(before, cuba) == datetime(2026, 3, 8, 5, 5, tzinfo=UTC)


def test_a_week_begins_with_monday_and_a_month_with_its_first():
    noon = datetime(2028, 2, 29, 10, tzinfo=UTC)  # A Tuesday.
    assert jobs.next_round(noon, JOHANNESBURG, Every.WEEK) == datetime(
        2028, 3, 5, 22, 5, tzinfo=UTC
    )
    assert jobs.next_round(noon, JOHANNESBURG, Every.MONTH) == datetime(
        2028, 2, 29, 22, 5, tzinfo=UTC
    )


def test_december_is_followed_by_january():
    last = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert jobs.next_round(last, JOHANNESBURG, Every.MONTH).year == 2026  # 22:05 UTC is next year.
    assert jobs.next_round(last, JOHANNESBURG, Every.MONTH).day == 31


def test_a_monday_is_followed_by_the_next_one():
    monday = datetime(2026, 11, 23, 0, 5, tzinfo=JOHANNESBURG)
    assert jobs.next_round(monday, JOHANNESBURG, Every.WEEK) == monday + timedelta(days=7)


def test_a_weekly_chore_rests_until_its_week_is_over():
    an_organization()
    done: list[date] = []
    stage = jobs.stage([Chore("sum up", lambda _, day: done.append(day) or "done", Every.WEEK)])
    while stage.run():
        pass
    row = Round.objects.get()
    assert len(done) == 1
    assert row.every == Every.WEEK
    assert row.next_attempt_at.astimezone(JOHANNESBURG).weekday() == 0


def test_of_two_workers_at_the_same_minute_one_does_the_chore():
    an_organization()
    an_organization("Ubuntu", "UB")
    done: list[str] = []

    def do(organization, today):
        done.append(organization.name)
        # Meanwhile the other one, which has seen the same rows, does all that is left.
        others = Round.objects.exclude(organization=organization)
        others.update(done_at=timezone.now(), next_attempt_at=timezone.now() + timedelta(days=1))
        return "1 letter was written"

    jobs.stage([Chore("count", do)]).run()
    assert done == ["SayPro"]


def test_a_clock_that_is_set_back_by_years_does_not_stop_the_chores():
    an_organization()
    done: list[tuple[str, date]] = []
    stage = a_stage(done)
    stage.run()
    ahead = timezone.now() + timedelta(days=3650)
    Round.objects.update(done_at=ahead, next_attempt_at=ahead + timedelta(days=1))
    while stage.run():
        pass
    assert len(done) == 2
    assert not stage.waits()


def test_what_fails_after_a_clock_was_set_back_waits_before_it_is_tried_again():
    an_organization()

    def fail(organization, today):
        raise ValueError("the letter has no address")

    stage = jobs.stage([Chore("fail", fail)])
    stage.run()
    Round.objects.update(attempts=0, done_at=timezone.now() + timedelta(days=3650))
    stage.run()
    assert not stage.waits()


def test_a_chore_that_is_weekly_by_now_is_not_called_daily():
    organization = an_organization()
    Round.objects.create(organization=organization, chore="sum up", every=Every.DAY)
    jobs.stage([Chore("sum up", lambda _, __: "", Every.WEEK)]).run()
    assert Round.objects.get().every == Every.WEEK


def test_a_clock_that_is_set_back_by_seconds_repeats_nothing():
    an_organization()
    stage = a_stage([])
    stage.run()
    Round.objects.update(done_at=timezone.now() + timedelta(seconds=20))
    assert not stage.waits()


def test_what_gave_up_is_done_when_somebody_says_so():
    organization, done = an_organization(), []
    stage = a_stage(done)
    stage.run()
    Round.objects.update(attempts=6, next_attempt_at=timezone.now() + timedelta(days=1))
    actions.do_now(Round.objects.get(), dara())
    while stage.run():
        pass
    assert len(done) == 2
    assert Entry.objects.filter(organization=organization, deed="had a chore done now").exists()
