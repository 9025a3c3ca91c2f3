"""The life of awards under everybody's hands.

A short run; `python -m bench.life` makes ten thousand steps on SQLite and on PostgreSQL.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from faults.life import Life

_STEPS = 40  # Of one life.
WANTED = int(os.environ.get("LIFE_STEPS", "120"))
_checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.django_db
def test_whatever_anybody_does_the_promises_hold():
    of_a_run = settings(
        max_examples=max(1, WANTED // _STEPS),
        stateful_step_count=_STEPS,
        deadline=None,
        suppress_health_check=_checks,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # To shorten a life takes minutes.
        derandomize="LIFE_STEPS" not in os.environ,
    )
    run_state_machine_as_test(Life, settings=of_a_run)
    while Life.done < WANTED and "LIFE_STEPS" in os.environ:  # A life may be shorter.
        run_state_machine_as_test(Life, settings=of_a_run)
