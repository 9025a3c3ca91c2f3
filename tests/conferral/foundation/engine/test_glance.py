"""Who has nothing to do asks little, and hears at once when somebody has written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from conferral import worker
from conferral.foundation.engine.glance import AT_MOST, DUE, Glance, State, state

POLL = 0.25
A_WRITE = {"sqlite": "PRAGMA user_version = 7", "postgresql": "SELECT pg_current_xact_id()"}


class Database:
    """What a glance asks, and how often; the clock goes on when somebody asks."""

    def __init__(self, seen: State = "7:7:") -> None:
        self.seen = seen
        self.asked = 0
        self.now = 0.0

    def state(self) -> State:
        self.asked += 1
        self.now += POLL
        return self.seen

    def clock(self) -> float:
        return self.now


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def glance(database: Database) -> Glance:
    """After the look with which a worker begins."""
    glance = Glance(database.state, database.clock)
    assert looks(glance, database, 1)
    return glance


@pytest.fixture
def two(db: None, tmp_path: Path) -> Iterator[tuple[BaseDatabaseWrapper, BaseDatabaseWrapper]]:
    """Connections to one database; of SQLite, to a file, as those of a worker are."""
    ours = connection.settings_dict
    if connection.vendor == "sqlite":
        ours = ours | {"NAME": str(tmp_path / "register.sqlite3")}
    handler = ConnectionHandler({"default": ours, "other": ours})
    yield handler["default"], handler["other"]
    handler.close_all()


def looks(glance: Glance, database: Database, times: int, found: bool = False) -> int:
    """How many looks come of so many questions."""
    count = 0
    for _ in range(times):
        glance.listen()
        if glance.is_worth_a_look(within=0):
            count += 1
            glance.found(found)
    return count


def run(database: BaseDatabaseWrapper, question: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(question)


def test_while_nobody_writes_a_minute_costs_a_question_four_times_a_second_and_few_looks(
    glance, database
):
    asked = database.asked
    count = looks(glance, database, int(60 / POLL))
    assert database.asked - asked == 60 / POLL
    assert count <= 60 / AT_MOST + 3  # The first ones are closer together.


def test_whoever_writes_brings_a_look_at_the_next_question(glance, database):
    looks(glance, database, int(60 / POLL))
    database.seen = "8:8:"
    assert looks(glance, database, 1) == 1


def test_after_a_write_looks_are_close_together_again(glance, database):
    looks(glance, database, int(60 / POLL))
    database.seen = "8:8:"
    assert looks(glance, database, 1 + int(4 * DUE / POLL)) >= 2


def test_while_something_is_due_looks_stay_close_together(glance, database):
    assert looks(glance, database, int(60 / POLL), found=True) >= 45 / DUE


def test_a_database_that_cannot_say_is_looked_at_each_time():
    database = Database(seen=None)
    assert looks(Glance(database.state, database.clock), database, 20) == 20


def test_saying_that_one_lives_brings_no_look(glance, database):
    with glance.unnoticed():
        database.seen = "8:8:"
    assert looks(glance, database, 1) == 0


@pytest.mark.parametrize("after", ["9:9:", "7:8:7", "8:9:8", "8:10:9"])
def test_what_others_write_while_one_says_so_is_noticed(glance, database, after):
    with glance.unnoticed():
        database.seen = after
    assert looks(glance, database, 1) == 1


def test_what_others_wrote_just_before_one_says_so_is_noticed(glance, database):
    database.seen = "8:8:"
    with glance.unnoticed():
        database.seen = "9:9:"
    assert looks(glance, database, 1) == 1


def test_the_database_knows_another_state_when_somebody_else_has_written(two):
    ours, other = two
    before = state(ours)
    run(other, A_WRITE[connection.vendor])
    assert state(ours) != before


def test_only_sqlite_does_not_count_what_the_connection_itself_writes(two):
    ours, _ = two
    before = state(ours)
    run(ours, A_WRITE[connection.vendor])
    assert (state(ours) == before) is (connection.vendor == "sqlite")


@pytest.mark.django_db
def test_a_look_that_finds_nothing_asks_little_of_each_stage_and_writes_nothing(
    django_assert_max_num_queries,
):
    most = len(worker.STAGES) + 6  # Some stages wait for two kinds of rows.
    with django_assert_max_num_queries(most) as asked:
        for stage in worker.STAGES:
            stage.waits()
    assert {each["sql"].split()[0] for each in asked.captured_queries} == {"SELECT"}
