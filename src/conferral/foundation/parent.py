"""End this process when its parent is gone, so that nobody is left on the port."""

import os
import signal
import threading
import time

_EVERY = 1.0  # Seconds.


def end_with_parent() -> None:
    """Watch from a thread; ask this process to stop once another parent has adopted it."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
