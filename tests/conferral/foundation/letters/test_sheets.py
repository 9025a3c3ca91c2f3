"""A letter that is filled in is the letter that would have been laid out."""

from hypothesis import example, given
from hypothesis import strategies as st

from conferral.foundation.accounts.models import Organization
from conferral.foundation.letters.composing import composed, plain
from conferral.foundation.letters.frame import html_of
from conferral.foundation.letters.sheets import Sheets
from conferral.foundation.letters.words import Shown, Variable, Words, parse

VARIABLES = tuple(Variable(f"a_{shown.name.lower()}", "", "", shown) for shown in Shown)
WORDS = Words(
    subject="{{ a_text }}: {{ a_strong }}",
    heading="{{ a_strong }} & {{ a_text }}",
    body="""\
Dear {{ a_text }}, it is “{{ a_strong }}”. <b>Nothing</b> is "markup" here.
Read. Look at {{ a_fact }}: {{ a_link }}

Fact > other: {{ a_fact }}
{{ a_text }}: {{ a_fact }}

These are:
{{ a_list }}

A > "picture" of {{ a_strong }}: {{ a_picture }}

{{ a_code }}

Open {{ a_text }} : {{ a_button }}

Left out where there is none: {{ a_text }}
--
{{ a_link }}""",
)
PARSED = parse(WORDS, VARIABLES)
HOUSE = Organization(name="SayPro", colour="#123456")
NAMES = [each.name for each in VARIABLES if each.shown is not Shown.PROSE]
# What HTML, our marks or the words themselves could mistake for something else.
PLAIN = st.sampled_from(["", '"', "'", "<b>", "&amp;", "&", ">", ":", "a: b"]) | st.text(
    st.characters(exclude_categories=["C", "Z"]), max_size=8
)
ODD = st.sampled_from(["a\nb", "\u00a0", "\ue000a_text\ue001", "\u202e"]) | st.text(max_size=8)


def facts(each: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({name: each.map(str.strip) for name in NAMES})


SHEETS = Sheets(PARSED, HOUSE, "en")  # One for all: what was said before leaves nothing behind.


@given(facts(PLAIN) | facts(PLAIN | ODD))
@example(dict.fromkeys(NAMES, "<a href=\"x\" title='y'>&amp; > 1</a>"))
@example(dict.fromkeys(NAMES, "x" * 150))
@example(dict.fromkeys(NAMES, ""))
def test_it_is_byte_for_byte_the_same(said):
    letter = composed(PARSED, said)
    assert SHEETS.html_of(letter.subject, said) == html_of(letter, HOUSE, "en")


def test_what_makes_paragraphs_of_its_own_is_laid_out():
    parsed = parse(Words("News", "", "{{ a_prose }}"), VARIABLES)
    said = {"a_prose": "- one\n- two"}
    letter = composed(parsed, said)
    html = Sheets(parsed, HOUSE, "en").html_of(letter.subject, said)
    assert html == html_of(letter, HOUSE, "en")
    assert "<li" in html


def test_for_many_that_differ_in_words_alone_one_sheet_is_laid_out(monkeypatch):
    laid_out = []
    monkeypatch.setattr(
        "conferral.foundation.letters.sheets.html_of",
        lambda *of: laid_out.append(of) or html_of(*of),
    )
    sheets = Sheets(PARSED, HOUSE, "en")
    for number in range(20):
        said = dict.fromkeys(NAMES, f"Fact {number}")
        assert f"Fact {number}" in sheets.html_of(plain(PARSED, said)[0], said)
    assert len(laid_out) == 1
