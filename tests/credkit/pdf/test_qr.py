import io
import re

import pytest
import segno
import zxingcpp
from PIL import Image

from credkit.pdf import qr

URL = "https://verify.saypro.example/c/SP-7K3M-9QXD-24"


def test_the_address_is_written_in_capitals_to_make_the_symbol_small():
    smaller, larger = segno.make(URL.upper(), error="m"), segno.make(URL, error="m")
    assert f'width="{smaller.symbol_size(border=3)[0]}"' in qr.svg(URL)
    assert smaller.version < larger.version


def test_a_reader_that_is_not_ours_gets_the_address():
    picture = io.BytesIO()
    segno.make(URL.upper(), error="m", mask=2, boost_error=False).save(picture, "png", scale=4)
    found = zxingcpp.read_barcode(Image.open(picture))
    assert found is not None
    assert found.text == URL.upper()


def test_a_character_that_needs_another_mode_is_refused():
    with pytest.raises(ValueError, match="alphanumeric"):
        qr.svg("https://verify.saypro.example/?c=1")


def _size(svg):
    return int(re.search(r'width="(\d+)"', svg)[1])


def _read(svg):
    """By a reader that is not ours, from the drawing alone: each module eight pixels wide."""
    size = _size(svg)
    picture = Image.new("L", (size, size), 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        picture.paste(0, (int(x), int(y), int(x) + int(width), int(y) + 1))
    return zxingcpp.read_barcode(picture.resize((8 * size, 8 * size), Image.Resampling.NEAREST))


@pytest.mark.parametrize("count", [350, 540])
def test_the_digits_of_a_stub_come_after_the_address(count):
    found = _read(qr.svg(URL, digits="7" * count))
    assert found.text == f"{URL.upper()}#1.{'7' * count}"


def test_with_many_digits_it_stays_coarse_enough():
    sizes = [
        int(re.search(r'width="(\d+)"', qr.svg(URL, digits="7" * each))[1]) for each in (9, 600)
    ]
    assert sizes[0] < sizes[1] <= 65 + 6


def test_digits_that_would_make_it_too_fine_are_left_out():
    assert qr.svg(URL, digits="7" * 1000) == qr.svg(URL)
