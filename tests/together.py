"""How tests let several people decide in the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import OperationalError, connection

from conferral.foundation.refusal import Refused


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What each of them is told, sorted; "" for one that is done. For tests with transactions."""
    together = Barrier(len(deeds))

    def told(deed: Callable[[], object]) -> str:
        together.wait()
        try:
            _done(deed)
        except Refused as no:
            return str(no)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(told, deeds))


def _done(deed: Callable[[], object]) -> None:
    """SQLite in memory does not let the second one wait, as it does in a file: it comes again."""
    for _ in range(1000):
        try:
            deed()
        except OperationalError:
            time.sleep(0.01)
        else:
            return
    raise AssertionError("The database stays locked.")
