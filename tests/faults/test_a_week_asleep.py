"""A server that sleeps for a week does once when it wakes what it would have done every day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone

from cast import a_course, a_draft, a_member, an_organization, bruno, hana
from clock import standing_at
from conferral import worker
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message
from conferral.foundation.outbound import Reach
from conferral.foundation.webhooks import actions as webhooks
from conferral.foundation.webhooks.jobs import SEND_NOTICES
from conferral.foundation.webhooks.models import Notice
from conferral.learning.renewal import actions as renewal
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.models import Renewal
from conferral.oversight.selfcheck.models import Sweep
from renewing import a_licence, an_ending_credential, today_of
from vouching import granted
from waiting import settled

pytestmark = pytest.mark.django_db

BEGINNING = timezone.now() + timedelta(days=1)  # Rows that wait from today on are due by then.
ASLEEP = (0, 7, 7)  # Who wakes up twice on one day, does it once.
AWAKE = range(8)
BELT = [stage for stage in worker.STAGES if stage.name != SEND_NOTICES.name]  # Nobody is there.


@dataclass(frozen=True)
class Week:
    """What came of it. `letters`: how many, by whom they are for. `told`: to webhooks."""

    letters: Counter[str]
    told: list[str]
    renewals: list[str]
    sweeps: int


def lived(days: Iterable[int]) -> Week:
    """The server is awake on these days."""
    with transaction.atomic():
        mail.outbox.clear()
        Path(settings.LOG_HEAD).unlink(missing_ok=True)  # What the signer of another week knows.
        with standing_at(BEGINNING):
            _a_register()
        for day in days:
            with standing_at(BEGINNING + timedelta(days=day)):
                _a_day()
        came = _what_came_of_it()
        transaction.set_rollback(True)
        return came


def test_whoever_sleeps_catches_up_once_on_what_was_missed():
    slept, awake = lived(ASLEEP), lived(AWAKE)
    # Of what is late somebody is told every day; of all else once, be it a week later.
    assert awake.letters - slept.letters == Counter({"bruno@example.test": 4})
    assert slept.letters - awake.letters == Counter()
    assert (slept.told, slept.renewals) == (awake.told, awake.renewals)
    assert (slept.sweeps, awake.sweeps) == (2, 8)


def _a_register() -> None:
    """Ada's licence ends in nine days, Ben's in three; a promise is not kept in between."""
    organization = an_organization()
    a_member("Dara", Role.REGISTRAR)
    hana()
    licence = a_licence()
    renewal.set_rule(licence.course, Terms(opens_days=5, by_recognition=True), bruno())
    an_ending_credential(licence, "Ada Nkosi", days_left=9)
    an_ending_credential(licence, "Ben Dlamini", days_left=3)
    granted(a_course("cpr"), valid_until=today_of(organization) + timedelta(days=33))
    settled(a_draft("late"), 1, days_ago=12)
    webhooks.listen(organization, "http://127.0.0.1:9/hook", hana(), Reach.LOOPBACK)
    Message.objects.create(
        organization=organization,
        key="in its undo window",
        to="cleo@example.test",
        subject="Your certificate",
        next_attempt_at=timezone.now() + timedelta(minutes=10),
    )


def _a_day() -> None:
    while sum(stage.run() for stage in BELT):
        pass


def _what_came_of_it() -> Week:
    return Week(
        letters=Counter(
            each.to[0] for each in mail.outbox if "learner" not in each.to[0]
        ),  # Whose number is chance.
        told=sorted(Notice.objects.values_list("kind", flat=True)),
        renewals=sorted(str(each) for each in Renewal.objects.all()),
        sweeps=Sweep.objects.count(),
    )
