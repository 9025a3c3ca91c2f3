from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.progress.connectors import scores
from conferral.learning.progress.connectors.scores import BadScore


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("75.50", "75.5"),
        ("75,5", "75.5"),
        ("75.5 %", "75.5"),
        ("75.5%", "75.5"),
        ("75,50\u00a0%", "75.5"),
        ("15/20", "75"),
        ("15 / 20", "75"),
        ("15 out of 20", "75"),
        ("15 von 20", "75"),
        ("0.755", "0.755"),
        ("0", "0"),
        ("100", "100"),
        ("100.00", "100"),
        ("1/3", "33.3333"),
    ],
)
def test_scores_are_read_in_percent(text, percent):
    assert scores.read(text) == Decimal(percent)


def test_a_plain_number_counts_out_of_what_the_module_gives():
    assert scores.read("15", Decimal(20)) == 75
    assert scores.read("1,250.5", Decimal(2000)) == Decimal("62.525")
    assert scores.read("75 %", Decimal(20)) == 75


@pytest.mark.parametrize("text", ["", "-", " – ", "N/A"])
def test_nothing_is_no_score(text):
    assert scores.read(text) is None


@pytest.mark.parametrize("text", ["-1", "101", "100.01", "110 %", "21/20", "5/0", "-5 %"])
def test_a_score_out_of_range_is_refused(text):
    with pytest.raises(BadScore, match="out of range"):
        scores.read(text)


def test_the_range_is_that_of_the_module():
    with pytest.raises(BadScore, match="from 0 to 20"):
        scores.read("21", Decimal(20))


@pytest.mark.parametrize("text", ["seventy", "A+", "75 points", "1e2", "NaN", "Infinity", "7 5"])
def test_words_are_not_scores(text):
    with pytest.raises(BadScore, match="is not a score"):
        scores.read(text)


def test_a_formula_is_named_as_one():
    with pytest.raises(BadScore, match=r"is a formula\. Paste the score as a value"):
        scores.read("=AVERAGE(B2:C2)")


@given(st.decimals(0, 100, places=2))
def test_every_percentage_reads_back(percent):
    assert scores.read(f"{percent:f}") == percent
    assert scores.read(f"{percent:f}".replace(".", ",") + " %") == percent


@given(st.text())
def test_any_text_is_a_score_or_nothing_or_refused(text):
    try:
        score = scores.read(text)
    except BadScore:
        return
    assert score is None or 0 <= score <= 100


@given(st.text(alphabet="0123456789.,/% -−", max_size=80))
def test_any_digits_are_a_score_or_refused(text):
    try:
        score = scores.read(text)
    except BadScore:
        return
    assert score is None or 0 <= score <= 100
