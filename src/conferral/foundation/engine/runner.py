"""Run the stages of the belt in this process, side by side with other processes.

A look at the rows finds the stages that have something due: soon after somebody has written, and
now and then for what falls due by the clock. Each gets at most one workflow at a time, which works
until nothing is due any more. When a process dies, the others see its lease run out and end its
workflows, and the next look begins new ones: only the rows know how far the dead have come.

The engine asks its own tables many times a second. So it rests while nothing is due: then a worker
asks one question four times a second, and says once that it lives.
"""

import logging
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, error
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from conferral.foundation.belt import AWAY, Stage
from conferral.foundation.engine.glance import Glance
from conferral.foundation.engine.models import Worker

logger = logging.getLogger(__name__)

POLL = 0.25  # Seconds between two questions whether somebody has written.
HEARTBEAT = 1.0
REST_AFTER = 60.0  # Seconds in which nothing was due.
FINISH_WITHIN = 10  # Seconds for the batches that are under way when we are asked to stop.
FORGET_AFTER = 200  # Finished workflows that are kept, for whoever wants to look.
_QUEUE = "belt"
_AT_ONCE = 4  # Stages that one process runs side by side.
_BEFORE_ANY_LEASE = datetime(1970, 1, 1, tzinfo=UTC)
_STAGES: dict[str, Stage] = {}
_STOPPING = threading.Event()
# With either database: the next look tries again.
_TROUBLE = (*AWAY, DBAPIError, error.DBOSException)


def run(stages: Iterable[Stage], stop: threading.Event) -> None:
    """Work until `stop` is set. A batch that is under way is finished first."""
    executor, glance, ended = uuid.uuid4(), Glance(), threading.Event()
    _renew(executor, timezone.now())  # Before the first work: whoever dies at it will be missed.
    _write_ahead()
    engine = Engine(str(executor), stages)
    engine.wake()
    threading.Thread(target=_listen, args=(executor, glance, ended), daemon=True).start()
    try:
        while not stop.is_set():
            if glance.is_worth_a_look(within=POLL):
                with suppress(*_TROUBLE):
                    glance.found(engine.look())
    finally:
        engine.stop()
        ended.set()
        # Given back, not deleted: should a workflow be left, the others see whose it was.
        _renew(executor, _BEFORE_ANY_LEASE)


class Engine:
    """The engine in this process: awake while something is due, and a while longer."""

    def __init__(self, executor: str, stages: Iterable[Stage]) -> None:
        _STAGES.update({stage.name: stage for stage in stages})
        self._executor = executor
        self.is_awake = False
        self._needed_at = self._cleared_at = 0.0

    def look(self) -> bool:
        """Set every stage going that has something due. Returns whether there was one."""
        close_old_connections()
        self._clear_away()
        anything = False
        for stage in _STAGES.values():
            if stage.waits():
                anything = True
                self.wake()
                _enqueue(stage.name)
        if not anything:
            self._rest()
        return anything

    def wake(self) -> None:
        """Something is due."""
        self._needed_at = time.monotonic()
        if self.is_awake:
            return
        _STOPPING.clear()
        with ExitStack() as half_awake:
            half_awake.callback(DBOS.destroy)
            DBOS(config=_config(self._executor))
            DBOS.launch()
            DBOS.register_queue(_QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=POLL)
            half_awake.pop_all()
        self.is_awake = True

    def stop(self) -> None:
        if self.is_awake:
            self.is_awake = False
            _STOPPING.set()
            DBOS.destroy(workflow_completion_timeout_sec=FINISH_WITHIN)

    def _clear_away(self) -> None:
        """What the dead have begun, and what is finished. Once a second is enough."""
        now = time.monotonic()
        if self.is_awake and now >= self._cleared_at + HEARTBEAT:
            self._cleared_at = now
            _clear_away_the_dead()  # Whoever comes in after a crash finds them at the first look.
            _forget_finished()

    def _rest(self) -> None:
        """Nothing is due. What is under way is not left alone."""
        if time.monotonic() < self._needed_at + REST_AFTER or not self.is_awake:
            return
        if not DBOS.list_workflows(status="PENDING", executor_id=self._executor, load_input=False):
            self.stop()


@DBOS.workflow()
def move(stage: str) -> int:
    """Run one stage until nothing is due. Every batch is its own transaction and step."""
    moved = 0
    while not _STOPPING.is_set() and (count := _move_once(stage)):
        moved += count
    return moved


@DBOS.step()
def _move_once(stage: str) -> int:
    close_old_connections()
    try:
        return _STAGES[stage].run()
    except AWAY as error:
        logger.warning("%s cannot go on now (%s), and will try again.", stage, type(error).__name__)
        return 0  # The next look finds the rows where they were.
    finally:
        close_old_connections()


def _enqueue(stage: str) -> None:
    # One workflow for each stage, in all processes together.
    with SetEnqueueOptions(deduplication_id=stage, duplication_policy="return-existing"):
        DBOS.enqueue_workflow(_QUEUE, move, stage)


def _listen(executor: uuid.UUID, glance: Glance, ended: threading.Event) -> None:
    """In a thread of its own: however long a look takes, it is said that we live."""
    beat_at = time.monotonic()
    while not ended.wait(POLL):
        close_old_connections()
        with suppress(*_TROUBLE):
            glance.listen()
            if time.monotonic() >= beat_at:
                with glance.unnoticed():
                    _renew(executor, timezone.now())
                beat_at = time.monotonic() + HEARTBEAT


def _renew(executor: uuid.UUID, seen_at: datetime) -> None:
    if not Worker.objects.filter(pk=executor).update(seen_at=seen_at):
        Worker.objects.create(executor=executor, seen_at=seen_at)


def _clear_away_the_dead() -> None:
    """End what the dead have begun: it would keep its stage to itself for ever."""
    dead = Worker.objects.dead()
    if lost := [str(executor) for executor in dead.values_list("pk", flat=True)]:
        begun = DBOS.list_workflows(status="PENDING", executor_id=lost, load_input=False)
        DBOS.cancel_workflows([workflow.workflow_id for workflow in begun])
        dead.filter(pk__in=lost).delete()


def _forget_finished() -> None:
    finished = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"],
        sort_desc=True,
        offset=FORGET_AFTER,
        load_input=False,
    )
    if finished:
        DBOS.delete_workflows([workflow.workflow_id for workflow in finished])


def _write_ahead() -> None:
    """Let many read the engine's SQLite file while one writes."""
    url = make_url(settings.ENGINE_DATABASE_URL)
    if url.get_backend_name() == "sqlite" and url.database:
        with closing(sqlite3.connect(url.database, timeout=30)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")


def _config(executor: str) -> DBOSConfig:
    return {
        "name": "conferral",
        "system_database_url": settings.ENGINE_DATABASE_URL,
        "application_version": "1",  # Constant: an upgrade finishes what the old version began.
        "executor_id": executor,
        "log_level": "WARNING",
        "run_migrations": True,
    }
