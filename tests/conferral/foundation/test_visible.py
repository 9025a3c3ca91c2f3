"""What people read holds nothing that they cannot see, and nothing that turns it around."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.refusal import RefusedPart
from conferral.foundation.visible import many_lines, one_line

ODD = st.sampled_from("aB1 éا\u05d0क👩⚕\u200c\u200d\u200e\u200b\ufe0f\u0301\n\t\u2028\u3164\xad")

AS_WRITTEN = (
    "Workplace First Aid",
    "C++ für Anfänger – Teil 2",
    "الإسعافات الأولية",
    "עזרה ראשונה",
    "می‌خواهم",  # ZWNJ, without which it is another word.
    "১৪৪৭ ক্‍ষ",  # ZWJ, which shapes a conjunct.
    "١٤٤٧ ه\u200d",  # ZWJ at an end: the letter as it begins a word.
    "Nurses 👩\u200d⚕\ufe0f",  # ZWJ, which makes one picture of two.
    "C++\u200e للمبتدئين",  # LRM, which keeps the plus signs where they belong.
    "\u06dd ٥",  # A sign, though Unicode counts it to what formats.
)


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_every_script_stays_as_it_is_written(text):
    assert one_line(text, "title") == text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  First Aid \n", "First Aid"),
        ("First\r\nBcc: mallory@example.test", "First Bcc: mallory@example.test"),
        ("First\u2028Aid", "First Aid"),
        ("First\u200b Aid\ufeff", "First Aid"),
        ("First\u200d Aid", "First Aid"),
        ("First Aid\u200f 1.5", "First Aid 1.5"),
        ("Fi\xadrst Aid", "First Aid"),
        ("\u200b\u3164 \u2060", ""),
    ],
)
def test_what_nobody_would_miss_goes_silently(written, kept):
    assert one_line(written, "title") == kept


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("First \u202ediA", "U+202E RIGHT-TO-LEFT OVERRIDE, which turns"),
        ("First \u2067Aid", "U+2067 RIGHT-TO-LEFT ISOLATE, which turns"),
        ("First\x00Aid", "U+0000 NULL, a control character"),
        ("First\x1b[31mAid", "U+001B ESCAPE, a control character"),
        ("First \ue000", "U+E000, a private character"),
        ("First \ud83d", "U+D83D, half of a broken character"),
    ],
)
def test_what_deceives_is_named_with_what_to_do(text, named):
    with pytest.raises(RefusedPart) as no:
        one_line(text, "title")
    assert named in str(no.value)
    assert str(no.value).endswith("Delete that character.")
    assert no.value.part == "title"


def test_longer_texts_keep_their_lines():
    text = "What it is about:\r\n\r\n\t- كل شيء\n"
    assert many_lines(text, "description") == text.strip()
    with pytest.raises(RefusedPart):
        many_lines(f"{text}\u202e", "description")


@given(st.text(ODD, max_size=12))
def test_what_was_cleaned_is_clean(text):
    clean = one_line(text, "title")
    assert one_line(clean, "title") == clean
    assert len(clean) <= len(text)
    assert not any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in clean)
