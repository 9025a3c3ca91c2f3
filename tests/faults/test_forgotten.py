"""I12: whoever was forgotten is in no file any more: not the database, its log, uploads or PDFs."""

import pytest

from installation import Installation, with_tables

NAME, EMAIL = b"Learner0 Nkosi", b"learner0@example.test"


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Installation:
    house = with_tables(tmp_path_factory.mktemp("home"))
    house.ask("faults.scene", "prepare", 3, 2)
    house.ask("faults.scene", "work")
    return house


def files_with(house: Installation, words: bytes) -> set[str]:
    return {
        str(path.relative_to(house.home))
        for path in house.home.rglob("*")
        if path.is_file() and words in path.read_bytes()
    }


def test_before_and_after(house):
    assert any(name.startswith("conferral.sqlite3") for name in files_with(house, NAME))
    assert any(name.startswith("files/imports/") for name in files_with(house, EMAIL))
    house.ask("faults.scene", "erase", EMAIL.decode())
    assert files_with(house, NAME) == set()
    assert files_with(house, EMAIL) == set()
    assert files_with(house, b"learner1@example.test")
    assert house.ask("faults.scene", "report")["broken"] == []
