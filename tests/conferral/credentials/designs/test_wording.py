from dataclasses import fields
from datetime import date

import pytest

from conferral.credentials.designs.wording import Words, words

DAY = date(2025, 6, 28)


def test_a_date_is_written_as_its_language_writes_it():
    assert words("en").dated("Issued {}", DAY) == "Issued 28 June 2025"
    assert "يونيو" in words("ar").dated("{}", DAY)


def test_a_language_without_words_speaks_english():
    assert words("tlh") == words("en")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_phrase_has_a_gap_in_every_language_or_in_none(language: str):
    for field in fields(Words):
        english = getattr(words("en"), field.name)
        assert getattr(words(language), field.name).count("{}") == english.count("{}"), field.name
