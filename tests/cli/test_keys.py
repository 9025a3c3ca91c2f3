"""`conferral keys`: two people, two commands; and the key-encryption key."""

import pytest

from cast import a_member, an_issued_credential, an_organization
from conferral.foundation.accounts.roles import Role
from installation import Installation, with_tables

pytestmark = pytest.mark.django_db
KOFI, LERATO = "kofi@example.test", "lerato@example.test"


@pytest.fixture
def key():
    for name in ("Kofi", "Lerato"):
        a_member(name, Role.ADMINISTRATOR)
    return an_issued_credential().key


def test_a_new_key_is_proposed_and_confirmed(typed, key):
    proposed = typed("keys", "rotate", "--because", "It is time", "--as", KOFI, "--json")
    assert (proposed.code, proposed.json["state"]) == (0, "proposed")
    change = proposed.json["change"]
    alone = typed("keys", "confirm", change, "--as", KOFI)
    assert (alone.code, "Someone else" in alone.err) == (1, True)
    done = typed("keys", "confirm", change, "--as", LERATO, "--json")
    assert (done.code, done.json["state"]) == (0, "done")
    listed = typed("keys", "list", "--json").json["keys"]
    assert [bool(each["until"]) for each in listed] == [False, True]
    assert listed[1]["key"] == key.multikey


def test_a_stolen_key_is_named_with_the_moment_and_the_size_of_the_log(typed, key):
    raised = typed(
        *("keys", "compromise", key.multikey, "--because", "A laptop was stolen"),
        *("--since", "2026-01-02T12:00:00", "--as", KOFI, "--json"),
    )
    assert raised.json["since"].startswith("2026-01-02T12:00:00+02:00")
    assert raised.json["log_size"] == 0
    waiting = typed("keys", "list").out
    assert "compromise" in waiting
    done = typed("keys", "confirm", raised.json["change"], "--as", LERATO)
    assert an_organization().issuer_keys.get(valid_until=None).multikey in done.out


def test_a_false_alarm_is_withdrawn(typed, key):
    typed("keys", "compromise", key.multikey, "--because", "A laptop is missing", "--as", KOFI)
    change = typed("keys", "list", "--json").json["changes"][0]["change"]
    assert "withdrawn" in typed("keys", "withdraw", change, "--as", KOFI).out
    assert typed("keys", "list", "--json").json["changes"] == []


def test_what_is_not_there_is_said_to_be_so(typed, key):
    assert "no key z6Mk" in typed("keys", "compromise", "z6Mk", "--because", "Stolen").err
    assert "no change 99" in typed("keys", "confirm", 99).err


def test_without_a_key_encryption_key_setup_says_what_to_do(tmp_path):
    bare = with_tables(tmp_path, {"KEY_ENCRYPTION_KEY": ""})
    ran = bare.conferral("setup")
    assert (ran.returncode, "KEY_ENCRYPTION_KEY_FILE" in ran.stderr) == (1, True)
    assert not list((tmp_path / "keys").glob("log.*"))
    assert bare.conferral("setup", "--local-key").returncode == 0
    assert (tmp_path / "keys" / "kek.key").stat().st_mode & 0o777 == 0o600


def test_setup_encrypts_the_files_of_an_older_version_and_rewrap_changes_their_key(tmp_path):
    old, new, wrapper = "5e" * 32, "c3" * 32, tmp_path / "kek"
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "log.key").write_text(old)
    ran = with_tables(tmp_path).conferral("setup")
    assert "The private key log is encrypted now" in ran.stdout
    kept = (tmp_path / "keys" / "log.key").read_text()
    assert old not in kept + ran.stdout + ran.stderr
    wrapper.write_text(new + "\n")
    before = Installation(tmp_path).environment["KEY_ENCRYPTION_KEY"]
    moved = Installation(
        tmp_path,
        {
            "KEY_ENCRYPTION_KEY": "",
            "KEY_ENCRYPTION_KEY_FILE": str(wrapper),
            "KEY_ENCRYPTION_KEY_OLD": before,
        },
    )
    ran = moved.conferral("keys", "rewrap", "--json")
    assert '"log"' in ran.stdout, ran.stderr
    assert (tmp_path / "keys" / "log.key").read_text() != kept
    assert moved.conferral("setup").returncode == 0
    assert "another key-encryption key" in Installation(tmp_path).conferral("setup").stderr
