import pytest

from credkit.pdf.writing import Writing, writing_of


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("Nomvula Dlamini", Writing("Latn", "", "", "ltr")),
        ("عبد الرحمن", Writing("Arab", "ar", "", "rtl")),
        ("שרה כהן", Writing("Hebr", "", "", "rtl")),
        ("आर्यन्द्रा", Writing("Deva", "hi", "", "ltr")),
        ("欧阳清风", Writing("Hani", "zh", "", "ltr")),
        ("歐陽靜宜", Writing("Hani", "zh", "TW", "ltr")),
        ("渡辺 さくら", Writing("Hira", "ja", "", "ltr")),
        ("金 민준", Writing("Hang", "ko", "", "ltr")),
        ("12 – 3", Writing("Latn", "", "", "ltr")),
        ("", Writing("Latn", "", "", "ltr")),
    ],
)
def test_the_letters_tell_how_a_text_is_written(text: str, writing: Writing):
    assert writing_of(text) == writing
