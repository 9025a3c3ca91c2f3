"""Looks are counted by day and by nothing else."""

import os
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cast import an_issued_credential, an_organization, dara
from conferral.credentials.verification import looks
from conferral.credentials.verification.looks import EARLIER, Tally
from conferral.credentials.verification.models import Looks
from conferral.oversight.privacy import actions as privacy

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 3, 1, 22, 30, 40, tzinfo=UTC)  # In Johannesburg it is the second.
SECOND = date(2026, 3, 2)


@pytest.fixture
def credential():
    return an_issued_credential()


def looked(credential, times, at=LATE):
    for _ in range(times):
        looks.note(credential.pk, at)


def counted(credential):
    return dict(credential.looks.values_list("day", "count"))


def test_looks_are_counted_by_the_organizations_own_day(credential):
    looked(credential, 3)
    looked(credential, 2, LATE - timedelta(hours=1))
    assert looks.count(LATE + timedelta(minutes=5)) == 5
    assert counted(credential) == {SECOND: 3, date(2026, 3, 1): 2}


def test_a_minute_that_is_still_written_to_is_left_alone(credential):
    looked(credential, 3)
    assert looks.count(LATE + timedelta(minutes=2)) == 0
    assert looks.count(LATE + timedelta(minutes=3)) == 3
    assert looks.count(LATE + timedelta(minutes=4)) == 0


def test_later_looks_of_a_day_are_added(credential):
    looked(credential, 3)
    looks.count(LATE + timedelta(minutes=3))
    looked(credential, 4, LATE + timedelta(minutes=30))
    looks.count(LATE + timedelta(minutes=40))
    assert counted(credential) == {SECOND: 7}


def test_what_lies_there_is_keys_and_a_minute_and_is_gone_when_it_is_counted(credential, settings):
    looked(credential, 2)
    (spool,) = (Path(settings.MEDIA_ROOT) / "looks").iterdir()
    assert spool.name == "20260301T2230"
    assert spool.read_bytes() == credential.pk.to_bytes(8) * 2
    assert stat.S_IMODE(spool.stat().st_mode) == 0o600
    looks.count(LATE + timedelta(minutes=3))
    assert not spool.exists()


def test_when_it_cannot_be_written_nobody_is_kept_waiting(credential, settings):
    Path(settings.MEDIA_ROOT).mkdir(parents=True)
    (Path(settings.MEDIA_ROOT) / "looks").write_text("in the way")
    looked(credential, 1)


def test_who_is_counting_it_is_not_disturbed(credential, settings):
    looked(credential, 1)
    (spool,) = (Path(settings.MEDIA_ROOT) / "looks").iterdir()
    with looks._claimed(spool) as first, looks._claimed(spool) as second:
        assert first is not None
        assert second is None


def test_a_tally_is_of_today_of_a_month_and_of_all_time(credential):
    for day, number in ((SECOND, 1), (date(2026, 2, 5), 10), (date(2026, 1, 1), 100)):
        Looks.objects.create(credential=credential, day=day, count=number)
    assert looks.tally(credential, SECOND) == Tally(today=1, month=11, ever=111)
    assert looks.tally(an_issued_credential("Ben Dube"), SECOND) == Tally(0, 0, 0)


def test_after_thirteen_months_days_become_one_number(credential):
    for day in (date(2024, 12, 1), date(2025, 1, 15), date(2026, 2, 1)):
        Looks.objects.create(credential=credential, day=day, count=5)
    for _ in range(2):
        looks.sum_up(an_organization(), SECOND)
    assert counted(credential) == {EARLIER: 10, date(2026, 2, 1): 5}


@pytest.mark.django_db(transaction=True)
def test_looks_are_shown_to_the_holder_and_forgotten_with_them(credential):
    Looks.objects.create(credential=credential, day=SECOND, count=5)
    holder = credential.award.enrolment.person
    (kept,) = privacy.export(holder)["verification"]["looks"]
    assert kept == {"credential__number": credential.number, "day": SECOND, "count": 5}
    looked(credential, 3)
    privacy.erase(holder, dara(), an_organization())
    looks.count(LATE + timedelta(minutes=3))
    assert not Looks.objects.exists()


def test_a_file_that_is_gone_meanwhile_is_no_trouble(credential, settings):
    looked(credential, 1)
    (spool,) = (Path(settings.MEDIA_ROOT) / "looks").iterdir()
    os.unlink(spool)
    assert looks._count(spool) == 0
