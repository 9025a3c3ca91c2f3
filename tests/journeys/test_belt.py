"""The main journey on PostgreSQL, by the commands that an operator types and real workers."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

import cluster
from cast import FAILED, PASSED, a_moodle_file
from installation import ROOT, Installation
from postbox import Postbox, free_port, listening

pytestmark = pytest.mark.postgres

_TEST_DATABASE = "test_conferral"  # As Django names it.
# What talks to the database in its own way: locks, conflicts, bytes, generated keys, beginnings.
_SHELL = (
    "foundation/test_belt.py",
    "foundation/engine/test_glance.py",
    "learning/awards",
    "learning/progress/test_recording.py",
    "credentials/issuing/test_jobs.py",
    "credentials/issuing/test_places.py",
    "credentials/issuing/test_two_at_once.py",
    "credentials/transparency/test_jobs.py",
    "web/shared/test_unreadable.py",
    "web/staff/test_finding.py::test_a_certificate_is_found_by_the_beginning_of_its_number",
)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    if cluster.programs() is None:
        pytest.skip("PostgreSQL's server is missing (Debian: postgresql)")
    with cluster.running() as url:
        yield url


@pytest.fixture(scope="module")
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture(scope="module")
def house(database: str, postbox: Postbox, tmp_path_factory) -> Iterator[Installation]:
    """Set up on PostgreSQL, the engine's tables too, with a course and a file that waits."""
    port = free_port()
    settings = {
        "DATABASE_URL": database,
        "ENGINE_DATABASE_URL": database.replace("postgres://", "postgresql+psycopg://"),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    house = Installation(tmp_path_factory.mktemp("house"), settings)
    assert house.conferral("setup").returncode == 0
    with psycopg.connect(database, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {_TEST_DATABASE} TEMPLATE conferral")
    house.ask("faults.scene", "prepare", 60, 10)
    with listening(postbox, port):
        yield house


@pytest.fixture(scope="module")
def done(house: Installation) -> Installation:
    """After two workers have done what there was to do, and a second file came by command."""
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(house.worker())
        file = _file(house.home / "more.csv")
        ran = house.conferral("import", "completions", file, "--course", "first-aid", "--json")
        assert _sends(house.settings["DATABASE_URL"], 12), (house.home / "worker.log").read_text()
    assert ran.returncode == 0, ran.stderr
    result = json.loads(ran.stdout)
    assert (result["lines"], result["issued"], result["sent"]) == (3, 2, 2)
    assert result["refused"] == 1
    return house


def test_two_workers_do_everything_once(done, postbox):
    report = done.ask("faults.scene", "report")
    stages = ("awards", "holders", "credentials", "leaves", "certificates", "deliveries")
    assert {stage: report[stage] for stage in stages} == dict.fromkeys(stages, 12)
    assert (report["broken"], report["postponed"], report["unsent"]) == ([], [], 0)
    arrived = {(letter["Message-ID"], letter["To"]) for letter in postbox.letters}
    assert arrived == set(report["letters"].items())
    assert len(postbox.letters) == len(arrived) >= 12  # Staff may be told of what took long.


def test_the_same_file_again_issues_nothing(done, postbox):
    again = ("import", "completions", done.home / "more.csv", "--course", "first-aid", "--json")
    result = json.loads(done.conferral(*again).stdout)
    assert (result["met"], result["issued"]) == (2, 2)
    assert len(_certificates(done)) == 12


def test_every_certificate_is_listed_and_verifies(done):
    numbers = [row["number"] for row in _certificates(done)]
    assert len(set(numbers)) == 12
    assert done.conferral("verify", numbers[0]).returncode == 0


def test_the_file_of_a_certificate_verifies_until_it_is_revoked(done):
    number = _certificates(done)[0]["number"]
    file = done.home / "certificate.pdf"
    done.conferral("export", number, "--format", "pdf", "-o", file)
    assert done.conferral("verify", file).returncode == 0
    ran = done.conferral("certificates", "revoke", number, "--because", "Issued in error")
    assert ran.returncode == 0, ran.stderr
    assert done.conferral("verify", file).returncode == 1


def test_before_setup_a_command_says_what_to_run(database, tmp_path):
    nothing = database.replace("/conferral", "/postgres")
    ran = Installation(tmp_path, {"DATABASE_URL": nothing}).conferral("certificates", "list")
    assert ran.returncode == 1
    assert "conferral setup" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_shell_behaves_as_on_sqlite(database, house):
    """In a copy of its own of what `setup` has made, before anything came into it."""
    chosen = [str(ROOT / "tests" / "conferral" / part) for part in _SHELL]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db", *chosen],
        env=os.environ | {"DATABASE_URL": database},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]


def _sends(database: str, letters: int) -> bool:
    """Waits until so many certificates have left, and all else that waits or is still to be told;
    but not for ever."""
    asked = """
        SELECT count(*) FILTER (WHERE key LIKE 'certificate:%' AND sent_at IS NOT NULL),
            count(*) FILTER (WHERE sent_at IS NULL AND stopped_at IS NULL),
            (SELECT count(*) FROM runs_run WHERE told_at IS NULL)
        FROM mail_message
    """
    give_up_at = time.monotonic() + 120
    with psycopg.connect(database, autocommit=True) as connection:
        while time.monotonic() < give_up_at:
            if connection.execute(asked).fetchone() == (letters, 0, 0):
                return True
            time.sleep(0.2)
    return False


def _certificates(house: Installation) -> list[dict[str, str]]:
    return json.loads(house.conferral("certificates", "list", "--json").stdout)


def _file(path: Path) -> Path:
    rows = (
        ("Ada Nkosi", "ada@example.test", PASSED),
        ("Núria Müller", "nuria@example.test", PASSED),
        ("Ben Dube", "no address", FAILED),
    )
    path.write_bytes(a_moodle_file(*rows).read())
    return path
