"""The life of awards under everybody's hands; and the same events in any order.

A short run; `python -m bench.life` makes ten thousand steps on SQLite and on PostgreSQL.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from cast import FAILED, PASSED, a_course, an_import
from conferral.credentials.issuing.models import Credential
from conferral.learning.awards.jobs import EVALUATE_CHANGED
from conferral.learning.progress.jobs import READ_IMPORTS
from faults.life import STAGES, Life

_STEPS = 40  # Of one life.
WANTED = int(os.environ.get("LIFE_STEPS", "120"))
_checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
LEARNERS = ("Ada Nkosi", "Ben Dlamini", "Cleo Botha")
EVENTS = [(name, quiz) for name in LEARNERS for quiz in (PASSED, FAILED)]


@pytest.mark.django_db
def test_whatever_anybody_does_the_promises_hold():
    of_a_run = settings(
        max_examples=max(1, WANTED // _STEPS),
        stateful_step_count=_STEPS,
        deadline=None,
        suppress_health_check=_checks,
        derandomize="LIFE_STEPS" not in os.environ,
    )
    run_state_machine_as_test(Life, settings=of_a_run)
    while Life.done < WANTED and "LIFE_STEPS" in os.environ:  # A life may be shorter.
        run_state_machine_as_test(Life, settings=of_a_run)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=3, suppress_health_check=_checks, derandomize=True)
@given(data=st.data())
def test_the_same_events_in_any_order_and_again_give_the_same_certificates(data):
    version = a_course(f"course-{Credential.objects.count()}-{os.urandom(4).hex()}")
    again = data.draw(st.lists(st.sampled_from(EVENTS), max_size=4))
    for name, quiz in data.draw(st.permutations(EVENTS + again)):
        email = f"{name.split()[0].lower()}@example.test"
        an_import((name, email, quiz), version=version)
        if data.draw(st.booleans()):
            belt()
    belt()
    held = Credential.objects.filter(shape__version=version)
    told = [(each.slots["holder_name"], each.slots["completed_on"]) for each in held]
    assert sorted(told) == [(name, "2026-06-14T00:00:00+02:00") for name in LEARNERS]


def belt():
    while sum(stage.run() for stage in (READ_IMPORTS, EVALUATE_CHANGED, *STAGES)):
        pass
