"""`conferral fsck` as an operator runs it."""

import json
import sqlite3
from dataclasses import replace

import pytest

from clerk import Clerk
from conferral.oversight.fsck.finding import Invariant
from installation import with_tables


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    bare = with_tables(tmp_path_factory.mktemp("fsck") / "home")
    with Clerk(bare.environment) as clerk:
        made = replace(bare, clerk=clerk)
        made.ask("log_scene", "setup")
        made.ask("log_scene", "grow", 300, "monday")
        yield made


@pytest.fixture
def database(installation):
    with sqlite3.connect(installation.home / "conferral.sqlite3", isolation_level=None) as opened:
        # Entries of the scene have no credentials: as if they had come back from a copy.
        opened.execute("UPDATE transparency_entry SET recovered_at = '2026-01-01 00:00:00'")
        yield opened
    opened.close()


def test_it_reads_while_somebody_writes(installation, database):
    database.execute("BEGIN IMMEDIATE")
    ran = installation.conferral("fsck")
    database.execute("ROLLBACK")
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert "I4  ok" in ran.stdout


def test_it_names_the_row_and_fails(installation, database):
    (commitment,) = database.execute(
        'SELECT commitment FROM transparency_entry WHERE "index" = 17'
    ).fetchone()
    database.execute('UPDATE transparency_entry SET commitment = ? WHERE "index" = 17', [b"x" * 32])
    ran = installation.conferral("fsck", "--json")
    database.execute(
        'UPDATE transparency_entry SET commitment = ? WHERE "index" = 17', [commitment]
    )
    assert ran.returncode == 1
    answer = json.loads(ran.stdout)
    assert answer["sound"] is False
    assert answer["findings"][0]["row"] == "transparency.Entry:18 (index 17)"
    counts = {each["invariant"]: each["findings"] for each in answer["checked"]}
    assert list(counts) == [each.value for each in Invariant]
    assert (counts["I3"], counts["I6"]) == (1, 0)
