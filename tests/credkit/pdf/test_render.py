import json
from pathlib import Path

import pytest

from credkit.pdf.render import DesignFiles, Format, RenderError, _fonts, notes, render
from credkit.pdf.typefaces import FILES

HEAD = """\
#set document(title: "Test", date: datetime(year: 2025, month: 6, day: 28))
#set text(font: "Noto Serif")
"""


def a_design(folder: Path, source: str) -> DesignFiles:
    (folder / "main.typ").write_text(HEAD + source)
    return DesignFiles(folder, "main.typ")


def test_the_same_values_give_the_same_bytes(tmp_path: Path):
    design = a_design(tmp_path, "#json(bytes(sys.inputs.data)).name")
    assert render(design, {"name": "Ada"}) == render(design, {"name": "Ada"})
    assert render(design, {"name": "Ada"}) != render(design, {"name": "Eve"})


def test_a_picture_has_the_resolution_that_was_asked_for(tmp_path: Path):
    design = a_design(tmp_path, "#set page(width: 1in, height: 2in, margin: 0pt)\nx")
    picture = render(design, {}, format=Format.PNG, ppi=50)
    assert picture[16:24] == (50).to_bytes(4) + (100).to_bytes(4)


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt"])
def test_a_design_cannot_read_outside_its_folder(tmp_path: Path, path: str):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "design"
    folder.mkdir()
    with pytest.raises(RenderError, match=r"main\.typ:3: "):
        render(a_design(folder, f"#read({json.dumps(path)})"), {})


def test_a_design_cannot_fetch_a_package(tmp_path: Path):
    with pytest.raises(RenderError, match=r"@preview/cetz is a package"):
        render(a_design(tmp_path, '#import "@preview/cetz:0.3.0"'), {})


def test_the_reason_and_the_line_of_a_failure_are_named(tmp_path: Path):
    with pytest.raises(RenderError, match=r"main\.typ:4: panicked with: no such course"):
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
