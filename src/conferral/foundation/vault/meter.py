"""How much this process has signed in this minute: whoever misuses it is slowed down, and seen."""

import threading
import time
from collections.abc import Callable

from conferral.foundation.refusal import OverBudget

_MINUTE = 60.0  # Seconds.


class Meter:
    """Counts within one minute after another. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._began = clock()
        self._spent = 0

    def spend(self, budget: int) -> None:
        """Count one more. OverBudget if that is more than `budget` in this minute."""
        with self._lock:
            now = self._clock()
            if now - self._began >= _MINUTE:
                self._began, self._spent = now, 0
            if self._spent >= budget:
                raise OverBudget(f"More than {budget} signatures were asked for in one minute.")
            self._spent += 1


METER = Meter()
"""Of this process."""
