"""What the command line says when it is the database, a disk or a setting that says no."""

import importlib

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, OperationalError, ProgrammingError

import conferral.cli
from conferral.cli import main


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("no such table: people"), "Has `conferral setup` been run?"),
        (ProgrammingError("relation “people” does not exist"), "Has `conferral setup` been run?"),
        (DataError("value too long for type character varying(200)"), "Nothing was changed."),
    ],
    ids=["SQLite has no table", "PostgreSQL has no table", "PostgreSQL keeps nothing so long"],
)
def test_it_is_told_in_a_sentence_without_the_statement(error, said, monkeypatch, capsys):
    def app():
        raise type(error)(f"{error}\nLINE 1: SELECT")

    monkeypatch.setattr(main, "app", app)
    with pytest.raises(SystemExit) as end:
        main.main()
    told = " ".join(capsys.readouterr().err.split())  # However wide the screen is.
    assert end.value.code == 1
    assert str(error) in told
    assert said in told
    assert "LINE 1" not in told


def test_a_file_that_cannot_be_written_is_named(monkeypatch, capsys, tmp_path):
    gone = tmp_path / "nowhere" / "certificate.pdf"
    monkeypatch.setattr(main, "app", lambda: gone.write_bytes(b"%PDF"))
    monkeypatch.setenv("COLUMNS", "300")
    with pytest.raises(SystemExit) as end:
        main.main()
    said = "".join(capsys.readouterr().err.split())
    assert (end.value.code, f"{gone}:Nosuchfileordirectory." in said) == (1, True)


@pytest.mark.parametrize(
    "slip",
    [
        ImproperlyConfigured("SITE_URL is not “verify.example”"),
        ValueError("invalid literal for int() with base 10: 'abc'"),
        FileNotFoundError(2, "No such file or directory", "/run/secrets/kek"),
    ],
    ids=["an address", "a number", "a file"],
)
def test_a_setting_that_cannot_be_read_is_a_sentence(slip, monkeypatch):
    def read(_name):
        raise slip

    monkeypatch.setattr(importlib, "import_module", read)
    with pytest.raises(SystemExit) as end:
        importlib.reload(conferral.cli)
    assert str(end.value).startswith(f"A setting cannot be read: {slip}")
