"""Run the stages of the belt in this process, side by side with other processes.

A look at the rows every POLL seconds finds the stages that have something due; each gets at most
one workflow at a time, which works until nothing is due any more. When a process dies, the others
see its lease run out and take its workflows over.
"""

import logging
import threading
import uuid
from collections.abc import Iterable
from contextlib import suppress

from dbos import DBOS, DBOSConfig, SetEnqueueOptions
from django.conf import settings
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from conferral.foundation.belt import Stage
from conferral.foundation.engine.models import Worker

logger = logging.getLogger(__name__)

POLL = 0.25  # Seconds between two looks at the rows.
HEARTBEAT = 1.0
FORGET_AFTER = 200  # Finished workflows that are kept, for whoever wants to look.
_QUEUE = "belt"
_AT_ONCE = 4  # Stages that one process runs side by side.
_STAGES: dict[str, Stage] = {}


def run(stages: Iterable[Stage], stop: threading.Event) -> None:
    """Work until `stop` is set. A batch that is under way is finished first."""
    _STAGES.update({stage.name: stage for stage in stages})
    executor = uuid.uuid4()
    DBOS(config=_config(str(executor)))
    DBOS.launch()
    DBOS.register_queue(_QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=POLL)
    heart = threading.Thread(target=_beat, args=(executor, stop), daemon=True)
    heart.start()
    try:
        while not stop.wait(POLL):
            with suppress(OperationalError):  # A database that is away comes back.
                _look()
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=10)
        Worker.objects.filter(executor=executor).delete()


@DBOS.workflow()
def move(stage: str) -> int:
    """Run one stage until nothing is due. Every batch is its own transaction and step."""
    moved = 0
    while count := _move_once(stage):
        moved += count
    return moved


@DBOS.step()
def _move_once(stage: str) -> int:
    close_old_connections()
    try:
        return _STAGES[stage].run()
    except OperationalError:
        logger.warning("The database is busy or away; %s will try again.", stage)
        return 0  # The next look finds the rows where they were.
    finally:
        close_old_connections()


def _look() -> None:
    close_old_connections()
    for stage in _STAGES.values():
        if stage.waits():
            _enqueue(stage.name)


def _enqueue(stage: str) -> None:
    # One workflow for each stage, in all processes together.
    with SetEnqueueOptions(deduplication_id=stage, duplication_policy="return-existing"):
        DBOS.enqueue_workflow(_QUEUE, move, stage)


def _beat(executor: uuid.UUID, stop: threading.Event) -> None:
    while not stop.wait(HEARTBEAT):
        with suppress(OperationalError):
            Worker.objects.update_or_create(executor=executor, defaults={"seen_at": timezone.now()})
            _take_over()
            _forget_finished()


def _take_over() -> None:
    """Let the living go on with what the dead have begun."""
    dead = Worker.objects.dead()
    if lost := [str(executor) for executor in dead.values_list("pk", flat=True)]:
        begun = DBOS.list_workflows(status="PENDING", executor_id=lost, load_input=False)
        DBOS.resume_workflows([workflow.workflow_id for workflow in begun])
        dead.filter(pk__in=lost).delete()


def _forget_finished() -> None:
    finished = DBOS.list_workflows(
        status=["SUCCESS", "ERROR"], sort_desc=True, offset=FORGET_AFTER, load_input=False
    )
    if finished:
        DBOS.delete_workflows([workflow.workflow_id for workflow in finished])


def _config(executor: str) -> DBOSConfig:
    return {
        "name": "conferral",
        "system_database_url": settings.ENGINE_DATABASE_URL,
        "application_version": "1",  # Constant: an upgrade finishes what the old version began.
        "executor_id": executor,
        "log_level": "WARNING",
        "run_migrations": True,
    }
