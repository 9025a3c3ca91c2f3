import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit.pdf.coverage import families_for, uncovered

SCRIPT = ("Pinyon Script", "Cormorant Garamond")

NAMES = {
    "Nomvula Grace Dlamini": "Pinyon Script",
    "Nguyễn Thị Ánh Tuyết": "Pinyon Script",
    "Ṱshililo Ḽufuno Ṋemaḓala Ṅwali": "Pinyon Script",
    "Mmêmogolo Šeba": "Pinyon Script",
    "Екатерина Соловьёва": "Cormorant Garamond",
    "ǂKhomani ǃXóõ": "Noto Serif",
    "عبد الرحمن بن محمد": "Amiri",
    "श्रीमती आर्यन्द्रा": "Noto Serif Devanagari",
    "রবীন্দ্রনাথ ঠাকুর": "Noto Serif Bengali",
    "கண்ணன்": "Noto Serif Tamil",
    "ኃይለ ገብረሥላሴ": "Noto Serif Ethiopic",
    "שרה כהן": "Noto Serif Hebrew",
    "欧阳清风": "Noto Serif CJK SC",
    "歐陽靜宜": "Noto Serif CJK SC",
    "渡邉 さくら": "Noto Serif CJK SC",
    "김민준": "Noto Serif CJK SC",
    "李小龙 Xiaolong Li": "Noto Serif CJK SC",
}


@pytest.mark.parametrize(("name", "family"), NAMES.items())
def test_a_name_is_drawn_by_one_face_that_has_all_its_letters(name: str, family: str):
    assert families_for(name, SCRIPT) == (family,)
    assert uncovered(name) == set()


def test_a_decomposed_name_is_drawn_like_the_composed_one():
    name = unicodedata.normalize("NFD", "Nguyễn Thị Ánh")
    assert families_for(name, SCRIPT) == ("Pinyon Script",)


def test_joiners_need_no_glyph():
    assert uncovered("न\u200dम\u200c") == set()


def test_a_name_in_two_scripts_gets_a_face_for_each():
    families = families_for("রবি कुमार", SCRIPT)
    assert {"Noto Serif Bengali", "Noto Serif Devanagari"} <= set(families)


def test_what_nobody_can_draw_is_named():
    assert uncovered("Ada 𒀀 Lovelace 🎓") == {"𒀀", "🎓"}


@given(st.text(max_size=40))
def test_some_face_is_found_for_every_text_that_is_covered(text: str):
    assert families_for(text, SCRIPT)
    assert uncovered(text) <= set(unicodedata.normalize("NFC", text))
