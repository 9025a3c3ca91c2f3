import io

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
