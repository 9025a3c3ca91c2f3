"""Sixteen at once settle, issue, approve and withdraw: everybody gets one certificate or none."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.db.models import Count

from cast import a_course, a_draft, a_member, dara, femi, gugu
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from conferral.learning.awards import actions
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.review import actions as review
from reviewing import say_yes, submitted
from waiting import a_released_type, earned

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 60
WORKERS = 14


def at_once(*deeds: Callable[[], object]) -> None:
    together = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        together.wait()
        try:
            patiently(deed)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(do, deeds))


def patiently(deed: Callable[[], object]) -> object:
    """SQLite in memory does not let the second one wait, as it does in a file: it comes again."""
    for _ in range(2000):
        try:
            return deed()
        except OperationalError:
            time.sleep(0.01)
    raise AssertionError("The database stays locked.")


def belt() -> None:
    """What a worker does, several times over: something may have changed behind it."""
    for _ in range(4):
        for stage in (SETTLE_CHANGED, ISSUE_AWARDS):
            while patiently(stage.run):
                pass


def nobody_has_two() -> bool:
    counted = Credential.objects.values("award").annotate(count=Count("pk"))
    return not counted.filter(count__gt=1).exists()


def test_after_a_withdrawal_nothing_more_is_signed():
    version = a_course()
    earned(version, PEOPLE)
    kofi = a_member("Kofi", Role.ADMINISTRATOR)
    signed: list[int] = []

    def withdraw() -> None:
        time.sleep(0.05)
        patiently(lambda: review.withdraw(version, kofi, "The manual is out of date."))
        signed.append(patiently(Credential.objects.count))

    at_once(*[belt] * WORKERS, withdraw, lambda: None)
    assert Credential.objects.count() == signed[0]
    assert nobody_has_two()
    left = Award.objects.filter(issued_at=None)
    assert left.count() == PEOPLE - signed[0]
    assert set(left.values_list("waits_for", flat=True)) <= {WaitsFor.APPROVAL}


def test_an_approval_lets_everybody_go_once_whoever_looks_meanwhile():
    version = a_draft()
    earned(version, PEOPLE)
    SETTLE_CHANGED.run()
    submission = submitted(version)

    def approve() -> None:
        patiently(lambda: say_yes(submission, Role.EXPERT, femi()))
        patiently(lambda: say_yes(submission, Role.TRAINER, gugu()))

    at_once(*[belt] * WORKERS, approve)
    belt()
    assert Credential.objects.count() == PEOPLE
    assert nobody_has_two()


def test_a_release_and_a_withdrawal_at_once_end_in_order():
    version = a_course(certificate_type=a_released_type())
    earned(version, PEOPLE)
    SETTLE_CHANGED.run()
    kofi, registrar = a_member("Kofi", Role.ADMINISTRATOR), dara()
    organization = version.course.organization

    def release() -> None:
        try:
            actions.release(organization, registrar, Award.objects.all(), expected=PEOPLE)
        except Refused:
            return  # They wait for an approval again.

    at_once(release, lambda: review.withdraw(version, kofi, "Out of date."), *[belt] * 4)
    signed = Credential.objects.count()
    belt()
    assert Credential.objects.count() == signed
    assert nobody_has_two()
    waits = set(Award.objects.filter(issued_at=None).values_list("waits_for", flat=True))
    assert waits <= {WaitsFor.APPROVAL}
