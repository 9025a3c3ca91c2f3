"""A worker process: `python -m conferral.cli.work`, or `conferral work`."""

import os
import signal
import threading

from conferral import worker
from conferral.foundation import vault
from conferral.foundation.chores import stages
from conferral.foundation.engine import runner
from conferral.foundation.memory import settle
from conferral.foundation.parent import end_with_parent


def main() -> None:
    """Work until asked to stop; the batch under way is finished first."""
    vault.allow_signing()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if os.environ.get("CONFERRAL_SUPERVISED"):
        end_with_parent()
    worker.load()
    settle()
    stages.know(stage.name for stage in worker.STAGES)
    runner.run(worker.STAGES, stop)


if __name__ == "__main__":
    main()
