"""The signer never signs a smaller or another tree: not after a restore, not after a crash.

Real processes, real files: a restore is a file put back.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from clerk import Clerk
from credkit.tlog import tiles
from installation import Installation, with_tables

DATABASE = "conferral.sqlite3"
ORIGIN = {"LOG_ORIGIN": "log.example"}


@pytest.fixture(scope="module")
def three_entries(tmp_path_factory):
    installation = with_tables(tmp_path_factory.mktemp("log") / "home", ORIGIN)
    installation.ask("log_scene", "setup")
    installation.ask("log_scene", "grow", 3, "monday")
    return installation.home


@pytest.fixture(scope="module")
def office(three_entries, tmp_path_factory):
    """Where all tests have their log, one after the other, so that one clerk serves them all."""
    home = shutil.copytree(three_entries, tmp_path_factory.mktemp("office") / "home")
    house = Installation(home, ORIGIN)
    with Clerk(house.environment) as clerk:
        yield replace(house, clerk=clerk)


@pytest.fixture
def log(three_entries, office):
    """An installation whose log has three entries."""
    shutil.rmtree(office.home.parent)  # And what the test before has put beside it.
    shutil.copytree(three_entries, office.home)
    return office


def back_up(log, name="backup"):
    kept = log.home.with_name(name)
    shutil.copy(log.home / DATABASE, kept)  # Nobody is connected: the file is whole.
    return kept


def restore(log, kept):
    for file in log.home.glob(f"{DATABASE}*"):
        file.unlink()
    shutil.copy(kept, log.home / DATABASE)


def status(log):
    return json.loads(log.conferral("log", "status", "--json").stdout)


def copy_of(log, folder):
    """What a monitor that keeps a copy would have."""
    script = (
        "import pathlib\n"
        "from conferral.credentials.transparency import log, tree\n"
        "width = tree.latest().size\n"
        f"path = pathlib.Path({str(folder)!r}, {tiles.path(tiles.ENTRIES, 0, 255)!r})\n"
        "path = path.with_name(str(width))\n"
        "path.parent.mkdir(parents=True, exist_ok=True)\n"
        "path.write_bytes(log.entry_bundle(0, width))\n"
    )
    assert log.clerk.python(script).returncode == 0
    return folder


def test_a_restored_database_signs_nothing_more_and_says_what_to_do(log):
    kept = back_up(log)
    log.ask("log_scene", "grow", 2, "tuesday")
    restore(log, kept)
    answer = log.ask("log_scene", "grow", 4, "wednesday")
    assert (answer["size"], answer["signed"]) == (3, 5)
    assert "conferral log resume --after-restore" in answer["refused"]
    assert status(log)["missing"] == [3, 5]


def test_a_fork_of_the_same_size_is_refused(log):
    kept = back_up(log)
    log.ask("log_scene", "grow", 2, "tuesday")
    head = (log.home / "keys" / "log-head").read_bytes()
    restore(log, kept)
    (log.home / "keys" / "log-head").unlink()
    log.conferral("log", "resume", "--after-restore", "--trust-database")
    assert log.ask("log_scene", "grow", 4, "forged")["size"] == 7
    (log.home / "keys" / "log-head").write_bytes(head)
    answer = log.ask("log_scene", "grow", 1, "more")
    assert "others in the database" in answer["refused"]
    assert answer["size"] == 7


def test_killed_between_signing_and_committing_the_same_tree_is_committed(log):
    died = subprocess.run(
        [sys.executable, "-m", "log_scene", "die", "2", "tuesday"], env=log.environment, check=False
    )
    assert died.returncode == -9
    assert status(log)["standing"] == "unfinished"
    signed = json.loads((log.home / "keys" / "log-head").read_bytes())["checkpoint"]
    answer = log.ask("log_scene", "grow", 0, "nothing")
    assert (answer["note"], answer["size"]) == (signed, 5)
    assert log.ask("log_scene", "grow", 3, "wednesday")["size"] == 8


def test_what_was_promised_meanwhile_waits_for_the_next_tree(log):
    subprocess.run(
        [sys.executable, "-m", "log_scene", "die", "2", "tuesday"], env=log.environment, check=False
    )
    answer = log.ask("log_scene", "grow", 4, "wednesday")
    assert (answer["size"], answer["refused"]) == (9, "")


def test_without_its_memory_nothing_is_signed(log):
    (log.home / "keys" / "log-head").unlink()
    assert "is missing" in log.ask("log_scene", "grow", 1, "tuesday")["refused"]
    assert log.conferral("log", "resume", "--after-restore").returncode == 1
    assert log.conferral("log", "resume", "--after-restore", "--trust-database").returncode == 0
    assert log.ask("log_scene", "grow", 1, "tuesday")["size"] == 5


def test_a_damaged_memory_is_refused(log):
    (log.home / "keys" / "log-head").write_text("{")
    assert "damaged" in log.conferral("log", "status").stderr


def test_the_missing_entries_come_back_from_a_copy(log, tmp_path):
    kept = back_up(log)
    whole = log.ask("log_scene", "grow", 4, "tuesday")
    copy = copy_of(log, tmp_path / "copy")
    restore(log, kept)
    explained = log.conferral("log", "resume", "--after-restore")
    assert explained.returncode == 1
    assert "Entries 3 to 6" in explained.stdout
    resumed = log.conferral("log", "resume", "--after-restore", "--copy", copy)
    assert resumed.returncode == 0, resumed.stderr
    answer = log.ask("log_scene", "grow", 0, "nothing")
    assert answer == whole
    assert log.ask("log_scene", "grow", 2, "wednesday")["size"] == 9


def test_what_still_waits_in_the_backup_takes_its_old_place(log, tmp_path):
    log.ask("log_scene", "promise", 2, "tuesday")
    kept = back_up(log)
    log.ask("log_scene", "grow", 1, "wednesday")
    copy = copy_of(log, tmp_path / "copy")
    restore(log, kept)
    assert log.conferral("log", "resume", "--after-restore", "--copy", copy).returncode == 0
    assert status(log) | {"sentence": ""} == {
        "standing": "agreed",
        "size": 6,
        "missing": None,
        "sentence": "",
        "verificationKey": status(log)["verificationKey"],
    }


def test_a_forged_copy_is_refused(log, tmp_path):
    kept = back_up(log)
    log.ask("log_scene", "grow", 4, "tuesday")
    copy = copy_of(log, tmp_path / "copy")
    bundle = next(copy.rglob("*.p/*"))
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"?")
    restore(log, kept)
    resumed = log.conferral("log", "resume", "--after-restore", "--copy", copy)
    assert (resumed.returncode, "not the one that was signed" in resumed.stderr) == (1, True)
    assert status(log)["size"] == 3


def test_a_new_log_begins_under_a_name_that_was_never_used(log):
    kept = back_up(log)
    log.ask("log_scene", "grow", 2, "tuesday")
    restore(log, kept)
    used = log.conferral("log", "resume", "--after-restore", "--new-log")
    assert (used.returncode, "name of its own" in used.stderr) == (1, True)
    named = Installation(log.home, {"LOG_ORIGIN": "log.example/2"})
    with Clerk(named.environment) as clerk:
        new = replace(named, clerk=clerk)
        assert "LOG_ORIGIN says log.example/2" in new.ask("log_scene", "grow", 0, "x")["refused"]
        assert new.conferral("log", "resume", "--after-restore", "--new-log").returncode == 0
        answer = new.ask("log_scene", "grow", 1, "wednesday")
    assert (answer["size"], answer["note"].split("\n")[0]) == (4, "log.example/2")
    assert "LOG_ORIGIN says log.example." in log.ask("log_scene", "grow", 0, "x")["refused"]
