import io
import struct
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from credkit import baking
from credkit.baking import bake, unbake
from credkit.canonical import jcs
from credkit.errors import Fault, Malformed
from oracles import specimen

JSON = jcs(specimen.secured()).decode()
TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl"
SVG = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- a --><circle r="4"/></svg>\n'
)
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def _png():
    out = io.BytesIO()
    Image.new("RGB", (12, 8), "teal").save(out, "PNG")
    return out.getvalue()


PNG = _png()


def _chunk(kind, content):
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def _png_with(*chunks):
    return PNG[:-12] + b"".join(_chunk(*each) for each in chunks) + PNG[-12:]


def _svg_with(inner, root='xmlns="http://www.w3.org/2000/svg"', before=""):
    return f'{before}<svg {root} xmlns:ob="{NAMESPACE}">{inner}</svg>'.encode()


def _itxt(flags=b"\0\0", text=b""):
    return b"iTXt", b"openbadgecredential\0" + flags + b"\0\0" + (text or JSON.encode())


@pytest.mark.parametrize("image", [PNG, SVG], ids=["png", "svg"])
@pytest.mark.parametrize("credential", [JSON, TOKEN], ids=["json", "token"])
def test_what_was_baked_is_found_again(image, credential):
    assert unbake(bake(image, credential)) == credential


def test_the_picture_stays_the_same_picture():
    baked = Image.open(io.BytesIO(bake(PNG, JSON)))
    assert baked.tobytes() == Image.open(io.BytesIO(PNG)).tobytes()
    assert baked.text["openbadgecredential"] == JSON


def test_a_png_carries_it_as_the_specification_says():
    assert _chunk(*_itxt()) in bake(PNG, JSON)


def test_an_svg_carries_json_as_cdata_and_a_token_as_an_attribute():
    opened = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}"'
    assert f"{opened}><![CDATA[{JSON}]]></openbadges:credential></svg>".encode() in bake(SVG, JSON)
    assert f'{opened} verify="{TOKEN}"/></svg>'.encode() in bake(SVG, TOKEN)


def test_a_name_that_looks_like_the_end_of_cdata_changes_nothing():
    document = '{"name":"]]><script/>","x":"]]]]>>"}'
    baked = bake(SVG, document)
    assert b"]]><script" not in baked
    assert unbake(baked) == document.replace("]]>", "]]\\u003e")


def test_an_svg_may_be_written_in_other_ways():
    escaped = JSON.replace("&", "&amp;").replace("<", "&lt;")
    assert unbake(_svg_with(f"<g><ob:credential>\n {escaped} </ob:credential></g>")) == JSON
    assert unbake(_svg_with(f"<credential xmlns='{NAMESPACE}' verify='{TOKEN}'/>")) == TOKEN
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert unbake(_svg_with(f"<ob:credential verify='{TOKEN}'/>", before=doctype)) == TOKEN


@pytest.mark.parametrize("image", [PNG, SVG])
def test_a_picture_without_a_credential_says_so(image):
    with pytest.raises(Malformed, match="without a credential"):
        unbake(image)


@pytest.mark.parametrize("image", [PNG, SVG])
def test_a_picture_is_baked_only_once(image):
    with pytest.raises(Malformed, match="already"):
        bake(bake(image, JSON), JSON)


@pytest.mark.parametrize("credential", ["", "text", "a.b", "[1]", "a.b.c d", "<x/>", TOKEN + "~"])
def test_what_is_neither_json_nor_token_is_not_baked(credential):
    with pytest.raises(Malformed):
        bake(PNG, credential)


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (_png_with(_itxt(), _itxt()), "2 credentials"),
        (_png_with(_itxt(), _itxt(text=TOKEN.encode())), "2 credentials"),
        (_png_with(_itxt(flags=b"\1\0", text=zlib.compress(JSON.encode()))), "compressed"),
        (_png_with(_itxt(flags=b"\0\1")), "compressed"),
        (_png_with((b"iTXt", b"openbadgecredential\0")), "compressed"),
        (_png_with((b"iTXt", b"openbadgecredential\0\0\0en")), "cut off"),
        (_png_with(_itxt(text=b"\xff")), "not UTF-8"),
        (_png_with(_itxt(text=b"{" + b" " * baking.MAX_CREDENTIAL)), "more than"),
        (PNG[:-1], "cut off"),
        (PNG[:-12], "cut off"),
        (PNG[:20], "cut off"),
        (PNG[:8], "cut off"),
        (PNG + b"\0", "after its end"),
        (PNG + PNG, "after its end"),
        (PNG[:8] + _chunk(*_itxt()) + PNG[8:], "header"),
        (PNG[:33] + PNG[8:], "header"),
        (PNG[:-4] + b"\0\0\0\0", "changed"),
        (PNG[:8] + b"\xff\xff\xff\xff" + PNG[12:], "cut off"),
        (PNG[:-12] + _chunk(b"tEXt", b"") * 65_536 + PNG[-12:], "too many chunks"),
        (b"\x89PNG\r\n\x1a\n" + bytes(baking.MAX_IMAGE), "more than"),
    ],
)
def test_a_png_that_is_not_sound_is_refused(image, reason):
    with pytest.raises(Malformed, match=reason):
        unbake(image)


BILLION_LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (_svg_with("<ob:credential>&b;</ob:credential>", before=BILLION_LAUGHS), "entities"),
        (_svg_with("<ob:credential>&x;</ob:credential>", before=EXTERNAL), "entities"),
        (_svg_with("&x;", before='<!DOCTYPE svg SYSTEM "http://x.example/a.dtd">'), "entity"),
        (_svg_with("&undefined;"), "neither PNG nor SVG"),
        (_svg_with("<ob:credential/>"), "neither"),
        (_svg_with(f"<ob:credential verify='{TOKEN}'>{JSON}</ob:credential>"), "neither"),
        (_svg_with(f"<ob:credential verify='{TOKEN}'/>" * 2), "2 credentials"),
        (_svg_with("<ob:credential>{<b/>}</ob:credential>"), "inside"),
        (_svg_with(f"<credential verify='{TOKEN}'/>"), "without a credential"),
        (_svg_with(f"<x:credential xmlns:x='urn:x' verify='{TOKEN}'/>"), "without a credential"),
        (_svg_with(f"<ob:credential verify='{TOKEN}'/>", root=""), "not an SVG"),
        (b"<html/>", "not an SVG"),
        (_svg_with("<g>" * 300 + "</g>" * 300), "deeper"),
        (_svg_with("<g>"), "neither PNG nor SVG"),
        (b"", "neither PNG nor SVG"),
        (b"GIF89a", "neither PNG nor SVG"),
        (SVG.replace(b"UTF-8", b"ISO-8859-1"), "not UTF-8"),
        (SVG.decode().encode("utf-16"), "neither PNG nor SVG"),
        (b"<svg" + b" " * baking.MAX_IMAGE, "more than"),
    ],
)
def test_an_svg_that_is_not_sound_is_refused(image, reason):
    with pytest.raises(Malformed, match=reason):
        unbake(image)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        "<g onload='alert(1)'/>",
        "<g OnClick='x'/>",
        "<a href='javascript:alert(1)'/>",
        "<a xmlns:x='http://www.w3.org/1999/xlink' x:href=' JavaScript:x'/>",
        "<image href='data:text/html,x'/>",
        "<foreignObject/>",
        "<x:script xmlns:x='http://www.w3.org/1999/xhtml'/>",
        "<set attributeName='href' to='javascript:x'/>",
    ],
)
def test_nothing_is_baked_into_a_picture_that_would_act_in_a_browser(inner):
    with pytest.raises(Malformed, match="act in a browser"):
        bake(_svg_with(inner), JSON)


def test_an_svg_without_content_is_not_baked():
    with pytest.raises(Malformed, match="without content"):
        bake(b'<svg xmlns="http://www.w3.org/2000/svg"/>', JSON)


def test_what_is_too_much_has_its_code():
    with pytest.raises(Malformed) as refused:
        bake(PNG, "{" + " " * baking.MAX_CREDENTIAL)
    assert refused.value.fault is Fault.TOO_MUCH


@given(st.binary() | st.binary().map(lambda tail: PNG[:8] + tail) | st.text().map(str.encode))
@example(PNG[:8] + bytes(4) + b"IEND" + bytes(4))
def test_no_bytes_make_reading_raise_anything_else(image):
    with pytest.raises(Malformed):
        unbake(image)


@given(st.dictionaries(st.text(), st.text(), max_size=3))
def test_any_json_survives_the_oven(members):
    credential = jcs(members).decode()
    for image in (PNG, SVG):
        assert unbake(bake(image, credential)).replace("\\u003e", ">") == credential
