"""The engine with real processes: whatever is killed, and whenever, nothing is lost or repeated."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from installation import Installation, with_tables
from postbox import Postbox, free_port, listening

LEARNERS, MET = 400, 16
KILLS = 6
PATIENCE = 120.0  # Seconds, on a slow machine that others use, too.


@dataclass(frozen=True)
class Scene:
    """An installation with a file to read, and the mail server that it writes to."""

    installation: Installation
    postbox: Postbox

    @property
    def database(self) -> Path:
        return self.installation.home / "conferral.sqlite3"

    def count(self, question: str) -> int:
        """Asked of the file itself, so that no process is started for it."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {question}").fetchone()[0])

    @property
    def now(self) -> str:
        """As the database writes it."""
        return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"

    @property
    def all_is_sent(self) -> bool:
        """Each certificate; and what staff are told by the way: what was late, what took long."""
        sent = self.count("mail_message WHERE key LIKE 'certificate:%' AND sent_at IS NOT NULL")
        untold = self.count("runs_run WHERE told_at IS NULL")
        unsent = self.count("mail_message WHERE sent_at IS NULL AND stopped_at IS NULL")
        return (sent, untold, unsent) == (MET, 0, 0)

    def let_doubts_pass(self) -> None:
        """As if the minutes were over in which a letter may still be in the hands of the dead."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            connection.execute(
                "UPDATE mail_message SET next_attempt_at = claimed_at WHERE claimed_at IS NOT NULL"
            )

    def report(self) -> dict[str, Any]:
        return self.installation.ask("faults.scene", "report")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    with_tables(home).ask("faults.scene", "prepare", LEARNERS, MET)
    return home


@pytest.fixture
def scene(prepared: Path, tmp_path: Path) -> Iterator[Scene]:
    postbox, port = Postbox(), free_port()
    home = shutil.copytree(prepared, tmp_path / "home")
    with listening(postbox, port):
        yield Scene(Installation(home, {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}), postbox)


def within(seconds: float, condition: Callable[[], bool | int]) -> bool:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        if condition():
            return True
        time.sleep(0.1)
    return False


def fall_silent(worker: "subprocess.Popen[bytes]", scene: Scene) -> None:
    """Stop the process between two transactions: a lock held for ever would be another story."""
    engines = scene.installation.home / "engine.sqlite3"
    while True:
        worker.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, worker.pid, os.WSTOPPED)  # Until then it may still take a lock.
        if is_free(scene.database) and is_free(engines):
            return
        worker.send_signal(signal.SIGCONT)
        time.sleep(0.05)


def is_free(database: Path) -> bool:
    with closing(sqlite3.connect(database, timeout=0.1)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
    return True


def everyone_has_one_of_everything(scene: Scene) -> None:
    report = scene.report()
    assert report["broken"] == []
    assert report["enrolments"] == LEARNERS
    stages = ("awards", "holders", "credentials", "leaves", "certificates", "deliveries")
    assert {stage: report[stage] for stage in stages} == dict.fromkeys(stages, MET)
    assert (report["unsent"], report["changed"], report["unread"]) == (0, 0, 0)
    assert report["postponed"] == []
    assert report["runs"] == [[LEARNERS, 0, LEARNERS, False]]  # Each line counted once; ended.
    # What was sent twice, for its sender died before it heard the answer, has one Message-ID.
    arrived = {(letter["Message-ID"], letter["To"]) for letter in scene.postbox.letters}
    assert arrived == set(report["letters"].items())
    holders = [to for _, to in arrived if to.startswith("learner")]
    assert len(holders) == len(set(holders)) == MET


def test_a_worker_that_is_killed_again_and_again_loses_and_repeats_nothing(scene, record_property):
    seed = random.SystemRandom().randrange(1 << 32)
    record_property("seed", seed)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(KILLS):
        with scene.installation.worker() as worker:
            # From while it starts to while it prints: most of a life is a second or two long.
            time.sleep(chance.uniform(0.6, 3.0))
            worker.kill()
    scene.let_doubts_pass()
    with scene.installation.worker():
        assert within(PATIENCE, lambda: scene.all_is_sent)
    everyone_has_one_of_everything(scene)


def test_two_workers_side_by_side_do_everything_once(scene):
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(scene.installation.worker())
        assert within(PATIENCE, lambda: scene.all_is_sent)
    everyone_has_one_of_everything(scene)
    assert len(scene.postbox.letters) == len(set(scene.postbox.message_ids))


def test_when_a_worker_dies_at_work_another_goes_on_within_ten_seconds(scene):
    with ExitStack() as stack:
        first = stack.enter_context(scene.installation.worker())
        assert within(PATIENCE, lambda: scene.count("designs_certificate") > 0)
        fall_silent(first, scene)  # It holds the stage and says nothing any more.
        printed = scene.count("designs_certificate")
        begun = scene.now
        stack.enter_context(scene.installation.worker())
        # Who comes in late finds the first dead already: there may never be two at a time.
        assert within(PATIENCE, lambda: scene.count(f"engine_worker WHERE started_at > '{begun}'"))
        # Ten are promised; others want the processor, too.
        assert within(20, lambda: scene.count("designs_certificate") > printed)
        first.send_signal(signal.SIGCONT)  # It was not dead; now two are at the same stage.
        if not within(PATIENCE / 3, lambda: scene.all_is_sent):
            scene.let_doubts_pass()  # What it had in hand when the other took its place.
        assert within(PATIENCE, lambda: scene.all_is_sent)
    everyone_has_one_of_everything(scene)


def test_a_worker_that_is_asked_to_stop_ends_soon_and_in_order(scene):
    with scene.installation.worker() as worker:
        assert within(PATIENCE, lambda: scene.count("designs_certificate") > 0)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
    assert scene.report()["broken"] == []
    assert scene.count("engine_worker WHERE seen_at > '1970-01-02'") == 0


def test_losing_the_tables_of_the_engine_loses_nothing(scene):
    with scene.installation.worker() as worker:
        assert within(PATIENCE, lambda: scene.count("designs_certificate") > 0)
        worker.kill()
    for file in scene.installation.home.glob("engine.sqlite3*"):
        file.unlink()
    scene.let_doubts_pass()
    with scene.installation.worker():
        assert within(PATIENCE, lambda: scene.all_is_sent)
    everyone_has_one_of_everything(scene)
