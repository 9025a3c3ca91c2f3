from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from clock import standing_at
from conferral.foundation.belt import Stage
from conferral.foundation.chores import stages
from conferral.foundation.chores.models import StageRun

pytestmark = pytest.mark.django_db

BEGINNING = timezone.now()
SECOND = timedelta(seconds=1)


def a_stage(*moves: int | Exception) -> Callable[[datetime], None]:
    """One that moves so many rows each time it is run, or fails; to be run at a moment."""
    turns: Iterator[int | Exception] = iter(moves)

    def move() -> int:
        turn = next(turns)
        if isinstance(turn, Exception):
            raise turn
        return turn

    stages.know(["before", "move", "after"])
    noted = stages.noted(Stage("move", lambda: True, move))

    def run(at: datetime) -> None:
        with standing_at(at):
            noted.run()

    return run


def noted() -> StageRun:
    return StageRun.objects.get(stage="move")


def test_what_it_moved_is_noted_at_once():
    run = a_stage(7)
    run(BEGINNING)
    assert (noted().ran_at, noted().count, noted().failed_at) == (BEGINNING, 7, None)


def test_of_many_runs_in_a_minute_one_is_noted_and_none_is_lost():
    run = a_stage(*[1] * 61)
    for second in range(60):
        run(BEGINNING + second * SECOND)
    assert (noted().ran_at, noted().count) == (BEGINNING, 1)
    run(BEGINNING + 60 * SECOND)
    assert (noted().ran_at, noted().count) == (BEGINNING + 60 * SECOND, 60)


def test_whoever_does_nothing_writes_nothing(django_assert_num_queries):
    run = a_stage(0)
    with django_assert_num_queries(0):
        run(BEGINNING)
    assert noted().ran_at is None


def test_that_it_fails_is_noted_at_once_and_goes_on_its_way():
    run = a_stage(7, ValueError("of Ada Nkosi"))
    run(BEGINNING)
    with pytest.raises(ValueError, match="Ada"):
        run(BEGINNING + SECOND)
    assert (noted().ran_at, noted().failed_at) == (BEGINNING, BEGINNING + SECOND)


def test_that_it_works_again_is_noted_at_once_even_if_there_is_nothing_left():
    run = a_stage(ValueError("of Ada Nkosi"), 0)
    with pytest.raises(ValueError, match="Ada"):
        run(BEGINNING)
    run(BEGINNING + SECOND)
    assert noted().failed_at is None


def test_a_note_that_cannot_be_written_stops_nobody(monkeypatch):
    run = a_stage(7)

    def away(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(StageRun.objects, "filter", away)
    run(BEGINNING)


def test_a_clock_that_is_set_back_keeps_nothing_from_being_noted():
    run = a_stage(1, 2)
    run(BEGINNING + timedelta(days=365))
    run(BEGINNING)
    assert (noted().ran_at, noted().count) == (BEGINNING, 2)


def test_a_worker_that_begins_lists_every_stage_in_order_and_no_other():
    stages.know(["old", "move"])
    stages.know(["before", "move", "after"])
    assert [each.stage for each in StageRun.objects.all()] == ["before", "move", "after"]
