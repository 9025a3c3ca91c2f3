"""openbadgeslib finds what we bake, and we find what it bakes."""

import io

import pytest
from openbadgeslib import baking as theirs
from PIL import Image

from credkit import baking as ours
from credkit.canonical import jcs
from oracles import specimen

pytestmark = pytest.mark.oracle

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>'
CREDENTIALS = pytest.mark.parametrize(
    "credential",
    [jcs(specimen.secured()).decode(), "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl"],
    ids=["json", "token"],
)


@CREDENTIALS
def test_openbadgeslib_finds_ours_in_a_png(credential):
    baked = ours.bake(_png(), credential)
    assert theirs.extract_png(baked, keyword=theirs.ITXT_KEYWORD_OB3) == credential


@CREDENTIALS
def test_openbadgeslib_finds_ours_in_an_svg(credential):
    baked = ours.bake(SVG, credential)
    found = theirs.extract_svg(baked, element=theirs.SVG_ELEMENT_OB3, text_fallback=True)
    assert found == credential


@CREDENTIALS
def test_we_find_theirs_in_a_png(credential):
    baked = theirs.bake_png(_png(), credential, "a comment", keyword=theirs.ITXT_KEYWORD_OB3)
    assert ours.unbake(baked) == credential


@CREDENTIALS
def test_we_find_theirs_in_an_svg(credential):
    baked = theirs.bake_svg(
        SVG,
        credential,
        element=theirs.SVG_ELEMENT_OB3,
        namespace=theirs.SVG_NS_OB3,
        as_text=credential.startswith("{"),
    )
    assert ours.unbake(baked) == credential


def _png():
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()
