"""Colours of brands: the contrasts that WCAG asks for, in the light and in the dark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.accounts.colour import (
    BadColour,
    accents,
    clean_colour,
    contrast,
)

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
PAGE, DARK_PAGE = (246, 247, 245), (16, 21, 19)
colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def rgb(colour):
    return tuple(bytes.fromhex(colour[1:]))


def test_black_on_white_is_as_far_apart_as_can_be():
    assert contrast(BLACK, WHITE) == pytest.approx(21)


@pytest.mark.parametrize(
    ("grey", "reached"),
    [((0x76, 0x76, 0x76), 4.54), ((0x77, 0x77, 0x77), 4.48), ((0x59, 0x59, 0x59), 7.00)],
)
def test_the_greys_that_everybody_quotes(grey, reached):
    """The palest grey on white that passes level AA, the one after it, and that of level AAA."""
    assert contrast(grey, WHITE) == pytest.approx(reached, abs=0.005)


def test_a_colour_is_kept_in_small_letters():
    assert clean_colour(" #0F5B52 ") == "#0f5b52"


def test_no_colour_is_the_house_s_own():
    assert clean_colour(" ") == ""


@pytest.mark.parametrize("text", ["0f5b52", "#0f5", "green", "#0f5b5g", "#0f5b52;}"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(BadColour, match="six digits"):
        clean_colour(text)


def test_a_pale_colour_is_refused_with_one_that_can_be_read():
    with pytest.raises(BadColour, match="too pale") as refused:
        clean_colour("#ffcc00")
    suggested = str(refused.value).rpartition(" ")[2].rstrip(".")
    assert clean_colour(suggested) == suggested


@pytest.mark.parametrize("colour", ["#0f5b52", "#7a1f5c", "#123456", "#8a1020"])
def test_a_brand_stays_as_vivid_in_the_dark(colour):
    """The difference of the strongest channel and the weakest: what makes a colour no grey."""
    vivid, dark = rgb(colour), rgb(accents(colour)[1].plain)
    assert max(dark) - min(dark) >= max(vivid) - min(vivid)


@pytest.mark.parametrize("colour", ["#000000", "#010000", "#0b0f0e"])
def test_what_is_almost_black_turns_grey_and_nothing_gaudier(colour):
    dark = rgb(accents(colour)[1].plain)
    assert max(dark) - min(dark) < 32


@given(colours)
def test_what_passes_can_be_read_in_the_light_and_in_the_dark(colour):
    try:
        clean_colour(colour)
    except BadColour:
        return
    light, dark = accents(colour)
    for accent, page in ((light, PAGE), (dark, DARK_PAGE)):
        assert contrast(rgb(accent.plain), page) >= 4.5
        assert contrast(rgb(accent.plain), rgb(accent.on)) >= 4.5
        assert contrast(rgb(accent.strong), page) >= 4.5
        assert contrast(rgb(accent.plain), rgb(accent.soft)) >= 4.5
