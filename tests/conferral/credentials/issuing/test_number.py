"""Certificate numbers catch slips and forgive habits."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conferral.credentials.issuing import number

numbers = st.builds(
    number.make,
    st.text(number.ALPHABET, min_size=2, max_size=6),
    st.integers(0, 2**number.RANDOM_BITS - 1),
)


@given(numbers)
def test_a_number_reads_back_as_itself(made):
    assert number.parse(made) == made


@given(numbers, st.data())
def test_every_single_wrong_character_is_caught(made, data):
    compact = made.replace("-", "")
    place = data.draw(st.integers(0, len(compact) - 1))
    wrong = data.draw(st.sampled_from(number.ALPHABET))
    assume(wrong != compact[place])
    with pytest.raises(number.NotANumber):
        number.parse(compact[:place] + wrong + compact[place + 1 :])


@given(numbers, st.data())
def test_every_swap_of_two_characters_is_caught(made, data):
    compact = list(made.replace("-", ""))
    first, second = (data.draw(st.integers(0, len(compact) - 1)) for _ in range(2))
    assume(compact[first] != compact[second])
    compact[first], compact[second] = compact[second], compact[first]
    with pytest.raises(number.NotANumber):
        number.parse("".join(compact))


@given(numbers, st.randoms(use_true_random=False))
def test_habits_are_forgiven(made, random):
    sloppy = "".join(
        {
            "0": random.choice("0Oo"),
            "1": random.choice("1IiLl"),
            "-": random.choice(["", " ", "–"]),
        }.get(character, character).lower()
        for character in made
    )
    assert number.parse(f"  {sloppy}\n") == made


@given(st.text())
def test_any_text_is_a_number_or_says_why_not(text):
    assert _is_number(text) or _hint(text).endswith(".")


def _is_number(text):
    return _hint(text) == ""


def _hint(text):
    try:
        number.parse(text)
    except number.NotANumber as refusal:
        return refusal.hint
    return ""


def test_a_prefix_outside_the_alphabet_is_refused():
    with pytest.raises(ValueError, match="prefix"):
        number.make("SAYPRO", 1)


def test_a_look_alike_that_was_misread_is_suggested():
    made = number.make("SP", 8 << 40)
    misread = made.replace("8", "B", 1)
    assert made in number.suggestions(misread)


@given(numbers, st.data())
def test_swapped_neighbours_are_suggested(made, data):
    compact = list(made.replace("-", ""))
    place = data.draw(st.integers(0, len(compact) - 2))
    assume(compact[place] != compact[place + 1])
    compact[place], compact[place + 1] = compact[place + 1], compact[place]
    meant = number.suggestions("".join(compact))
    assert made in meant or len(meant) == 3


@given(st.text() | numbers)
def test_what_is_suggested_is_a_number_and_for_a_number_nothing_is(text):
    meant = number.suggestions(text)
    assert len(meant) <= 3
    assert all(number.parse(each) == each for each in meant)
    assert not (meant and _is_number(text))
