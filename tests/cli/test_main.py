"""What the command line says when it is the database that says no."""

import pytest
from django.db import DataError, OperationalError, ProgrammingError

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
