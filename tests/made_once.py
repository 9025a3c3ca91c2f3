"""A world for all tests of a module: made once, and never written.

Each test's own transaction lies within the one in which the world was made. The test database is
in memory, where closing a connection closes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from conferral.foundation import vault


@contextmanager
def made_once(blocker: DjangoDbBlocker, folder: Path) -> Iterator[None]:
    """What is written inside stays until the module has ended; its files lie in `folder`."""
    vault.allow_signing()
    with blocker.unblock(), override_settings(**files_in(folder)), transaction.atomic():
        yield
        transaction.set_rollback(True)


def files_in(folder: Path) -> dict[str, Any]:
    return {"MEDIA_ROOT": folder / "files", "LOG_HEAD": folder / "log-head"}
