"""`conferral setup`, `conferral demo`: a data directory, as a real process makes it."""

import stat

import pytest

from installation import Installation


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Installation:
    house = Installation(tmp_path_factory.mktemp("home") / "new")
    ran = house.conferral("setup")
    assert ran.returncode == 0, ran.stderr
    return house


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_makes_what_is_needed(house):
    for name in ("conferral.sqlite3", "keys/secret.key", "keys/log.key", "static"):
        assert (house.home / name).exists()


def test_secrets_are_for_their_owner_alone(house):
    assert mode(house.home / "keys") == 0o700
    assert {mode(file) for file in (house.home / "keys").iterdir()} == {0o600}


def test_a_second_time_changes_no_secret(house):
    before = {file.name: file.read_bytes() for file in (house.home / "keys").iterdir()}
    again = house.conferral("setup")
    assert again.returncode == 0
    assert "conferral organization found" in again.stdout  # What comes next, while nobody issues.
    assert {file.name: file.read_bytes() for file in (house.home / "keys").iterdir()} == before


def test_half_a_secret_from_a_crash_is_made_whole(house):
    secret = house.home / "keys" / "secret.key"
    secret.write_text("")
    assert house.conferral("setup").returncode == 0
    assert len(secret.read_text().strip()) > 50
    assert mode(secret) == 0o600


def test_without_setup_a_command_says_what_to_run(tmp_path):
    ran = Installation(tmp_path, {"SECRET_KEY": "x"}).conferral("certificates", "list")
    assert ran.returncode == 1
    assert "conferral setup" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_real_register_is_not_made_a_demonstration(house):
    ran = house.conferral("demo", "load")
    assert ran.returncode == 1
    assert "CONFERRAL_DEMO=1" in ran.stderr
