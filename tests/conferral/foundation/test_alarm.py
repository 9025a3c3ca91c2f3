"""Over the budget, signing stops for a while: rows wait, and people are told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import a_course, a_member, an_award, an_organization, dara
from conferral import worker
from conferral.credentials.issuing.models import Credential
from conferral.foundation import alarm, vault
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.vault.meter import Meter
from conferral.learning.awards.models import Award

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(vault, "METER", Meter(clock))
    return clock


@pytest.fixture
def waiting(settings, clock):
    """Five awards, and a budget of three signatures in a minute."""
    version = a_course()
    for n in range(5):
        an_award(f"Learner{n} Nkosi", version)
    settings.SIGNATURES_PER_MINUTE = 3


def run_all():
    for stage in worker.STAGES:
        stage.run()


def alarms():
    return Entry.objects.filter(deed=alarm.DEED)


def test_over_the_budget_nothing_is_signed_and_nobody_gets_stuck(waiting):
    for _ in range(8):
        run_all()
    assert 0 < Credential.objects.count() <= 3
    assert not Award.objects.exclude(attempts=0, problem="").exists()


def test_minute_by_minute_the_rows_go_on_by_themselves(waiting, clock):
    for minute in range(8):
        clock.now = 61.0 * minute
        for _ in range(3):
            run_all()
    assert Credential.objects.count() == 5


def test_one_alarm_is_raised_and_every_administrator_gets_one_letter(waiting):
    a_member("Kofi", Role.ADMINISTRATOR)
    a_member("Lerato", Role.ADMINISTRATOR)
    dara()
    for _ in range(3):
        run_all()
    assert alarms().count() == 1
    letters = Message.objects.filter(key__startswith="alarm:")
    assert sorted(letters.values_list("to", flat=True)) == [
        "kofi@example.test",
        "lerato@example.test",
    ]
    assert "More than 3 signatures" in letters[0].text


def test_the_alarm_stands_on_the_page_of_today_for_a_day(waiting, client):
    run_all()
    client.force_login(dara())
    assert "Signing was stopped" in client.get(reverse("today")).content.decode()
    alarms().update(at=timezone.now() - timedelta(days=2))
    assert "Signing was stopped" not in client.get(reverse("today")).content.decode()


def test_an_hour_later_it_is_raised_again(waiting):
    an_organization()
    now = timezone.now()
    for minutes in (0, 30, 61):
        alarm.raise_alarm("issue", "Too much.", now + timedelta(minutes=minutes))
        alarms().filter(at__gte=now).update(at=now)
    assert alarms().count() == 2
