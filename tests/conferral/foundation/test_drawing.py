"""Logos from strangers: what may stay, and what is refused by its name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.credentials.designs import sample
from conferral.foundation.drawing import MAX_BYTES, BadDrawing, clean_svg

_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def svg(inside, frame='viewBox="0 0 10 10"'):
    return f"{_OPEN}{frame}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject><p/></foreignObject>", "<foreignObject>"),
        ('<a xlink:href="https://x.test/"><path d="M0 0"/></a>', "<a>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
        ('<set attributeName="onload" to="alert(1)"/>', "<set>"),
        ('<path d="M0 0" onclick="alert(1)"/>', "onclick"),
        ('<path d="M0 0" onLoad="alert(1)"/>', "onLoad"),
        ('<image href="https://x.test/a.png"/>', "https://x.test/a.png"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "data:image/svg+xml"),
        ('<use xlink:href="//x.test/a.svg#b"/>', "//x.test/a.svg#b"),
        ('<use href="javascript:alert(1)"/>', "javascript:"),
        ('<rect fill="url(https://x.test/a.svg#b)"/>', "https://x.test"),
        ("<rect style=\"fill:url('//x.test/a')\"/>", "//x.test/a"),
        ("<style>@import 'https://x.test/a.css';</style>", "@import"),
        ("<style>@im<!-- -->port 'https://x.test/a.css';</style>", "@import"),
        ("<style>rect { fill: ur\\6c(//x.test) }</style>", "x.test"),
        ('<style>rect { background: image-set("//x.test/a" 1x) }</style>', "image-set"),
        ('<g id="a"><use href="#b"/></g><use href="#a"/>', "<use>"),
    ],
)
def test_what_could_act_or_ask_elsewhere_is_refused_by_name(inside, named):
    with pytest.raises(BadDrawing, match=re.escape(named)):
        clean_svg(svg(inside))


def test_entities_are_refused_before_they_grow():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg("<text>&b;</text>")
    with pytest.raises(BadDrawing, match="entity"):
        clean_svg(bomb)


def test_an_entity_of_a_file_is_refused():
    spy = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<text>&a;</text>")
    with pytest.raises(BadDrawing, match="entity"):
        clean_svg(spy)


@pytest.mark.parametrize(
    "file",
    [b"", b"\x89PNG\r\n\x1a\n", b"<html></html>", b"<svg/>", b"<svg", "S".encode("utf-16")],
)
def test_what_is_no_svg_is_refused(file):
    with pytest.raises(BadDrawing, match="SVG"):
        clean_svg(file)


def test_a_drawing_has_a_size_limit():
    with pytest.raises(BadDrawing, match="larger than 100 KB"):
        clean_svg(svg(f'<path d="{"M0 0" * MAX_BYTES}"/>'))


def test_a_drawing_of_thousands_of_parts_is_refused():
    with pytest.raises(BadDrawing, match="more than 3000 parts"):
        clean_svg(svg("<g/>" * 3001))


def test_a_drawing_without_a_size_is_refused():
    with pytest.raises(BadDrawing, match="viewBox"):
        clean_svg(svg("", frame=""))


def test_a_missing_view_box_is_made_from_width_and_height():
    assert 'viewBox="0 0 20 10"' in clean_svg(svg("", frame='width="20px" height="10"'))


def test_remarks_of_drawing_programs_are_left_out():
    remarks = (
        '<metadata><rdf:RDF xmlns:rdf="r"/></metadata>'
        '<i:view xmlns:i="http://inkscape.test" i:zoom="1"><i:grid/></i:view>'
        '<path d="M0 0" data-name="x" xmlns:i="http://inkscape.test" i:label="y"/>'
    )
    cleaned = clean_svg(svg(remarks))
    assert cleaned == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0"></path></svg>'
    )


def test_gradients_and_pictures_inside_stay():
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<style>.a { fill: url(#g) }</style><rect class="a" fill="url(#g)"/>'
        '<image xlink:href="data:image/png;base64,iVBORw0KGgo="/><use xlink:href="#g"/>'
    )
    cleaned = clean_svg(svg(inside))
    for kept in ("url(#g)", 'href="#g"', 'href="data:image/png;base64,', "stop-color"):
        assert kept in cleaned


@pytest.mark.parametrize("drawn", [sample.logo(), sample.emblem()], ids=["logo", "emblem"])
def test_our_own_drawings_pass_and_cleaning_twice_changes_nothing(drawn):
    once = clean_svg(drawn.encode())
    assert clean_svg(once.encode()) == once


@given(st.text(alphabet="<>/=\"&;# svgusehref\n'!-[]", max_size=60))
def test_whatever_is_inside_is_cleaned_or_refused(inside):
    try:
        cleaned = clean_svg(svg(inside))
    except BadDrawing:
        return
    assert clean_svg(cleaned.encode()) == cleaned
