"""`conferral log`: how it stands, and who cosigns it. (After a restore: see test_restore.)"""

import pytest

from cast import an_issued_credential, an_organization
from conferral.credentials.transparency import log

pytestmark = pytest.mark.django_db
VKEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"


def test_a_log_that_is_well_says_so(typed):
    an_issued_credential()
    status = typed("log", "status", "--json")
    assert status.code == 0
    assert status.json["standing"] == "agreed"
    assert status.json["verificationKey"] == log.verification_key()
    assert "as it was signed last" in typed("log", "status").out


def test_a_log_that_has_forgotten_needs_a_person(typed, settings, tmp_path):
    an_issued_credential()
    settings.LOG_HEAD = tmp_path / "elsewhere"
    status = typed("log", "status", "--json")
    assert (status.code, status.json["standing"]) == (1, "headless")
    asked = typed("log", "resume", "--after-restore")
    assert (asked.code, "--trust-database" in asked.out) == (1, True)


def test_what_a_stranger_was_shown_can_stand_in_for_the_memory(typed, settings, tmp_path):
    an_issued_credential()
    (tmp_path / "seen").write_text(log.checkpoint().note)
    settings.LOG_HEAD = tmp_path / "elsewhere"
    resumed = typed("log", "resume", "--after-restore", "--checkpoint", tmp_path / "seen")
    assert resumed.code == 0
    (tmp_path / "rumour").write_text("not a checkpoint")
    settings.LOG_HEAD = tmp_path / "third"
    refused = typed("log", "resume", "--after-restore", "--checkpoint", tmp_path / "rumour")
    assert (refused.code, "not a checkpoint of this log" in refused.err) == (1, True)


def test_a_log_that_was_not_restored_is_not_resumed(typed):
    an_issued_credential()
    assert "--after-restore" in typed("log", "resume").err
    for option in ("--trust-database", "--new-log"):
        assert typed("log", "resume", "--after-restore", option).code == 1


def test_witnesses_come_and_go(typed):
    an_organization()
    assert typed("log", "witnesses", "add", VKEY, "https://remora.example/").code == 0
    (listed,) = typed("log", "witnesses", "list", "--json").json
    assert (listed["name"], listed["url"]) == ("remora.n621.de", "https://remora.example")
    assert "remora.n621.de" in typed("log", "witnesses", "list").out
    assert typed("log", "witnesses", "remove", "remora.n621.de").code == 0
    assert typed("log", "witnesses", "remove", "remora.n621.de").code == 1
