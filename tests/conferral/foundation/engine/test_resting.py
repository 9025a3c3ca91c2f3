"""The engine rests while nothing is due, and is there when something is."""

import threading
import uuid

import pytest
from django.utils import timezone

from conferral.foundation.belt import Stage
from conferral.foundation.engine import runner
from conferral.foundation.engine.models import Worker

PATIENCE = 120.0  # Seconds, on a slow machine.


class Rows:
    """A stage whose rows are moved one by one."""

    def __init__(self) -> None:
        self.waiting = 0
        self.all_moved = threading.Event()
        self.stage = Stage("rows of a test", lambda: self.waiting > 0, self._move)

    def come(self, count: int) -> None:
        self.all_moved.clear()
        self.waiting = count

    def _move(self) -> int:
        if not self.waiting:
            self.all_moved.set()
            return 0
        self.waiting -= 1
        return 1


@pytest.mark.django_db
def test_after_a_rest_the_engine_moves_what_has_come_meanwhile(settings, tmp_path, monkeypatch):
    settings.ENGINE_DATABASE_URL = f"sqlite:///{tmp_path}/engine.sqlite3"
    monkeypatch.setattr(runner, "REST_AFTER", 0.0)
    executor, rows = uuid.uuid4(), Rows()
    Worker.objects.create(executor=executor, seen_at=timezone.now())
    engine = runner.Engine(str(executor), [rows.stage])
    try:
        for count in (1, 3):
            rows.come(count)
            assert engine.look()
            assert rows.all_moved.wait(PATIENCE)
            while engine.is_awake:  # What is under way is not left alone.
                assert not engine.look()
    finally:
        engine.stop()
    assert rows.waiting == 0
