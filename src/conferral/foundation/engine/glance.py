"""When it is worth a look at the rows: somebody has written, or something may have fallen due."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

DUE = 1.0  # Seconds between two looks, while there is something due.
AT_MOST = 10.0  # Seconds to which they grow, while there is nothing.
_QUIET = re.compile(r"(\d+):\1:")  # A snapshot of PostgreSQL in which nobody is writing.

State = tuple[object, int] | str | None


def state(database: BaseDatabaseWrapper = connection) -> State:
    """What is another after any commit of others, and the same when nobody has written.

    SQLite's `data_version`, which is a connection's own and does not count what it writes itself;
    PostgreSQL's snapshot, by which the rows that can be seen are decided. None: the database has
    no such thing.
    """
    match database.vendor:
        case "sqlite":
            version = int(_asked(database, "PRAGMA data_version"))
            return database.connection, version
        case "postgresql":
            return _asked(database, "SELECT pg_current_snapshot()::text")
    return None


class Glance:
    """One thread listens whether somebody writes, another waits for it, looks and says what it
    found. Looks that find nothing become rarer, until somebody writes."""

    def __init__(
        self,
        state: Callable[[], State] = state,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._state, self._clock = state, clock
        self._seen: State = None
        self._pause = DUE
        self._next = clock()
        self._is_worth_it = threading.Event()

    def listen(self) -> None:
        """Ask the database once."""
        seen = self._state()
        if seen is None or seen != self._seen:
            self._seen, self._pause = seen, DUE
            self._is_worth_it.set()
        elif self._clock() >= self._next:
            self._is_worth_it.set()

    def is_worth_a_look(self, within: float) -> bool:
        """Wait for it, `within` so many seconds."""
        if not self._is_worth_it.wait(within):
            return False
        self._is_worth_it.clear()
        return True

    def found(self, something: bool) -> None:
        self._pause = DUE if something else min(2 * self._pause, AT_MOST)
        self._next = self._clock() + self._pause

    @contextmanager
    def unnoticed(self) -> Iterator[None]:
        """One write of the listening thread that brings nobody any work. What others have written
        since it listened is noticed."""
        yield
        if isinstance(self._seen, str) and _is_one_later(self._seen, after := self._state()):
            self._seen = after


def _asked(database: BaseDatabaseWrapper, question: str) -> str:
    with database.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _is_one_later(before: str, after: State) -> bool:
    """Of PostgreSQL: exactly one transaction, which can only be ours, lies between the two."""
    match _QUIET.fullmatch(before), _QUIET.fullmatch(str(after)):
        case re.Match() as was, re.Match() as is_now:
            return int(was[1]) + 1 == int(is_now[1])
    return False
