import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit.pdf.render import DesignFiles, Format, RenderError, _fonts, notes, render
from credkit.pdf.typefaces import FILES

HEAD = """\
#let certificate(data, attachment) = [
#set document(title: "Test", date: datetime(year: 2025, month: 6, day: 28))
#set text(font: "Noto Serif")
"""

_EXPECTS = """
#let codes(text) = text.codepoints().map(str.to-unicode)
#assert.eq(codes(data.value), data.codes)
#assert.eq(codes(attachment), data.attached)
"""


def a_design(folder: Path, source: str) -> DesignFiles:
    (folder / "test.typ").write_text(f"{HEAD}{source}\n]")
    return DesignFiles(folder, "test.typ")


def test_the_same_values_give_the_same_bytes(tmp_path: Path):
    design = a_design(tmp_path, "#data.name")
    assert render(design, {"name": "Ada"}) == render(design, {"name": "Ada"})
    assert render(design, {"name": "Ada"}) != render(design, {"name": "Eve"})


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text())
def test_no_text_is_ever_markup(value: str, attachment: str):
    """The design compares, character by character, with what it was told in another way."""
    with TemporaryDirectory() as folder:
        design = a_design(Path(folder), _EXPECTS)
        data = {"value": value, "codes": [ord(character) for character in value]}
        data["attached"] = [ord(character) for character in attachment]
        render(design, data, attachment=attachment.encode(), format=Format.PNG, ppi=1)


def test_a_picture_has_the_resolution_that_was_asked_for(tmp_path: Path):
    design = a_design(tmp_path, "#set page(width: 1in, height: 2in, margin: 0pt)\nx")
    picture = render(design, {}, format=Format.PNG, ppi=50)
    assert picture[16:24] == (50).to_bytes(4) + (100).to_bytes(4)


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt"])
def test_a_design_cannot_read_outside_its_folder(tmp_path: Path, path: str):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "design"
    folder.mkdir()
    with pytest.raises(RenderError, match=r"test\.typ:4: "):
        render(a_design(folder, f"#read({json.dumps(path)})"), {})


def test_a_design_cannot_fetch_a_package(tmp_path: Path):
    with pytest.raises(RenderError, match=r"@preview/cetz is a package"):
        render(a_design(tmp_path, '#import "@preview/cetz:0.3.0"'), {})


def test_the_reason_and_the_line_of_a_failure_are_named(tmp_path: Path):
    with pytest.raises(RenderError, match=r"test\.typ:5: panicked with: no such course"):
        render(a_design(tmp_path, '\n#panic("no such course")'), {})


def test_a_second_page_is_refused(tmp_path: Path):
    with pytest.raises(RenderError, match="one page"):
        render(a_design(tmp_path, "a #pagebreak() b"), {}, format=Format.PNG)


def test_an_attachment_that_is_not_text_is_refused(tmp_path: Path):
    with pytest.raises(RenderError, match="not text"):
        render(a_design(tmp_path, "x"), {}, attachment=b"\xff")


def test_values_that_are_not_json_are_refused(tmp_path: Path):
    with pytest.raises(RenderError, match="not JSON"):
        render(a_design(tmp_path, "x"), {"name": object()})


def test_a_design_reports_what_it_had_to_cut(tmp_path: Path):
    assert notes(a_design(tmp_path, '#metadata("description") <note>'), {}) == ("description",)


def test_only_the_bundled_typefaces_are_known():
    assert set(_fonts().families()) == set(FILES)
