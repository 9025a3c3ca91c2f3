"""Deaths at chosen moments: before or after a commit, a signature, a file, a letter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import pytest
from django.db import transaction


class Crash(BaseException):
    """The process is gone: nobody catches this, as nobody catches a power cut."""


class When(StrEnum):
    BEFORE = "before"  # Nothing of it has happened.
    AFTER = "after"  # It has happened, and nobody knows.


class Fuse:
    """Burns down by one with every call that it watches, and raises when it has burnt out."""

    def __init__(self, length: int, error: type[BaseException]) -> None:
        self.left, self.error = length, error

    @property
    def has_burnt_out(self) -> bool:
        return self.left <= 0

    def watch(self, call: Callable[[], Any], when: When) -> Any:
        self.left -= 1
        if self.left == 0 and when is When.BEFORE:
            raise self.error("before it happened")
        result = call()
        if self.left == 0 and when is When.AFTER:
            raise self.error("after it happened")
        return result


@contextmanager
def at_call(owner: object, name: str, fuse: Fuse, when: When) -> Iterator[None]:
    """The fuse watches every call of `owner.name`."""
    original = getattr(owner, name)

    def watched(*args: Any, **more: Any) -> Any:
        return fuse.watch(lambda: original(*args, **more), when)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(owner, name, watched)
        yield


@contextmanager
def at_commit(fuse: Fuse, when: When) -> Iterator[None]:
    """The fuse watches the end of every outermost transaction that goes well."""
    enter, leave, depth = transaction.Atomic.__enter__, transaction.Atomic.__exit__, 0

    def entered(self: transaction.Atomic) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            self.savepoint = True  # The test's own transaction around it is to outlive it.
        enter(self)

    def left(self: transaction.Atomic, kind: Any, error: Any, trace: Any) -> None:
        nonlocal depth
        depth -= 1
        if depth or kind:
            leave(self, kind, error, trace)
            return
        try:
            fuse.watch(lambda: leave(self, None, None, None), when)
        except fuse.error as crash:
            if when is When.BEFORE:  # What was about to be committed is rolled back.
                leave(self, type(crash), crash, crash.__traceback__)
            raise

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transaction.Atomic, "__enter__", entered)
        patched.setattr(transaction.Atomic, "__exit__", left)
        yield
