"""A demonstration is removed as it was made; what is real is left alone."""

import socket

import pytest

from cast import an_organization
from conferral.cli.demonstration import empty

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings, tmp_path):
    """A data directory that says of itself that it is one."""
    settings.DEMO, settings.CONFERRAL_HOME = True, tmp_path
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "demo-password").write_text("x")
    return tmp_path


def test_what_is_no_demonstration_is_not_cleared(typed, settings):
    settings.DEMO = False
    ended = typed("demo", "clear", "--yes")
    assert ended.code == 1
    assert "not a demonstration" in ended.err


def test_a_real_organization_among_specimens_keeps_everything(typed, demonstration):
    an_organization()
    ended = typed("demo", "clear", "--yes")
    assert ended.code == 1
    assert "belongs to a real organization" in ended.err
    assert (demonstration / "keys" / "demo-password").exists()


def test_while_it_is_served_it_stays(typed, demonstration, settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
        ended = typed("demo", "clear", "--yes")
    assert ended.code == 1
    assert "Stop it first" in ended.err


def test_only_what_we_have_made_is_removed(demonstration):
    (demonstration / "conferral.sqlite3").touch()
    (demonstration / "conferral.sqlite3-wal").touch()
    (demonstration / "notes.txt").touch()
    empty(demonstration)
    assert [path.name for path in demonstration.iterdir()] == ["notes.txt"]
