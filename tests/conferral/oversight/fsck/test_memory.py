"""A register of any size is checked in the same memory."""

import gc
import tracemalloc
from collections import deque

import pytest

from cast import a_course, an_award, publish
from conferral.credentials.issuing import actions as issuing
from conferral.oversight.fsck.run import findings

pytestmark = pytest.mark.django_db


def peak_of_a_check():
    """In bytes. Whatever is found is counted as it comes, as the command does.

    The question is what is held, not how seldom garbage is looked for.
    """
    usual = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    tracemalloc.start()
    deque(findings(), maxlen=0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    gc.set_threshold(*usual)
    return peak


def grow(version, batch):
    issuing.issue([an_award(f"Learner{n}x{batch} Nkosi", version) for n in range(200)])
    publish()


def test_six_times_as_many_rows_take_no_more_memory():
    version = a_course()
    grow(version, 0)
    deque(findings(), maxlen=0)  # What is remembered for ever is remembered now.
    few = peak_of_a_check()
    for batch in range(1, 6):
        grow(version, batch)
    many = peak_of_a_check()
    assert many < 2 * few, f"{few:,} bytes for 200, {many:,} for 1,200"
