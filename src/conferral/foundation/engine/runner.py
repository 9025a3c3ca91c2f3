"""Run the stages of the belt in this process, side by side with other processes.

A look at the rows finds the stages that have something due: POLL seconds after somebody has
written, and every DUE seconds for what falls due by the clock. Each gets at most one workflow at a
time, which works until nothing is due any more. When a process dies, the others see its lease run
out and end its workflows, and the next look begins new ones: only the rows know how far the dead
have come.
"""

import logging
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, error
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from conferral.foundation.belt import AWAY, Stage
from conferral.foundation.engine.models import Worker

logger = logging.getLogger(__name__)

POLL = 0.25  # Seconds between two looks at the rows, while there are writers.
DUE = 1.0  # Seconds between two looks, at most.
HEARTBEAT = 1.0
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
    _STAGES.update({stage.name: stage for stage in stages})
    executor, ended = uuid.uuid4(), threading.Event()
    _renew(executor, timezone.now())  # Before the first work: whoever dies at it will be missed.
    _write_ahead()
    DBOS(config=_config(str(executor)))
    DBOS.launch()
    DBOS.register_queue(_QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=POLL)
    with suppress(*_TROUBLE):
        _clear_away_the_dead()  # Whoever comes in after a crash need not wait for a heartbeat.
    threading.Thread(target=_beat, args=(executor, ended), daemon=True).start()
    try:
        while not stop.wait(POLL):
            with suppress(*_TROUBLE):
                _look()
    finally:
        _STOPPING.set()
        DBOS.destroy(workflow_completion_timeout_sec=FINISH_WITHIN)
        ended.set()
        # Given back, not deleted: should a workflow be left, the others see whose it was.
        _renew(executor, _BEFORE_ANY_LEASE)


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


def _look() -> None:
    close_old_connections()
    if not _GLANCE.is_worth_a_look():
        return
    for stage in _STAGES.values():
        if stage.waits():
            _enqueue(stage.name)


class _Glance:
    """Whether anybody has written since the last look: one number, where the database has it."""

    def __init__(self) -> None:
        self._seen: tuple[int, int] | None = None
        self._looked_at = -DUE

    def is_worth_a_look(self) -> bool:
        seen, now = _version(), time.monotonic()
        if seen is not None and seen == self._seen and now < self._looked_at + DUE:
            return False
        self._seen, self._looked_at = seen, now
        return True


_GLANCE = _Glance()


def _version() -> tuple[int, int] | None:
    """SQLite's `data_version`, which is a connection's own; None: there is no such thing."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return id(connection.connection), cursor.fetchone()[0]


def _enqueue(stage: str) -> None:
    # One workflow for each stage, in all processes together.
    with SetEnqueueOptions(deduplication_id=stage, duplication_policy="return-existing"):
        DBOS.enqueue_workflow(_QUEUE, move, stage)


def _beat(executor: uuid.UUID, ended: threading.Event) -> None:
    while not ended.wait(HEARTBEAT):
        close_old_connections()
        with suppress(*_TROUBLE):
            _renew(executor, timezone.now())
            _clear_away_the_dead()
            _forget_finished()


def _renew(executor: uuid.UUID, seen_at: datetime) -> None:
    Worker.objects.update_or_create(executor=executor, defaults={"seen_at": seen_at})


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
