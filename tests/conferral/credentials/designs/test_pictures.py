import io

import pytest
from PIL import Image

from conferral.credentials.designs.pictures import BadPicture, as_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def a_png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height)).save(out, "PNG")
    return out.getvalue()


def test_an_svg_stays_as_it_is():
    assert as_svg(SVG.encode()) == SVG


def test_a_png_is_wrapped_in_its_own_size():
    assert 'viewBox="0 0 90 30"' in as_svg(a_png(90, 30))


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (b"", "SVG or a PNG"),
        (b"\xff\xd8\xff\xe0 JFIF", "SVG or a PNG"),
        (b"%PDF-1.7", "SVG or a PNG"),
        (a_png(9, 9)[:20], "cut off"),
        (a_png(9, 9)[:16] + (50_000).to_bytes(4) * 2, "at most 4096 pixels"),
        (a_png(9, 9)[:16] + bytes(8), "at most 4096 pixels"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(picture: bytes, says: str):
    with pytest.raises(BadPicture, match=says):
        as_svg(picture)
