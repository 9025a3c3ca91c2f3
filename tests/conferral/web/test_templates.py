"""What holds for all templates: nothing inline that the content policy would refuse."""

import re
from pathlib import Path

import pytest

import conferral.web

ROOT = Path(conferral.web.__file__).parent / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
ICONS = {path.stem for path in (ROOT / "components" / "icon").glob("*.html")}


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_has_an_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_no_template_loads_anything_from_elsewhere():
    foreign = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
    assert not [named(path) for path in TEMPLATES if foreign.search(path.read_text())]


def test_no_stylesheet_knows_left_from_right():
    """So a page in Arabic mirrors by itself."""
    sheets = (ROOT.parent / "static" / "css").glob("*.css")
    sided = re.compile(r"[^a-z](left|right)\b")
    assert not [path.name for path in sheets if sided.search(path.read_text())]


def test_every_icon_is_used_and_every_used_icon_is_there():
    texts = [path.read_text() for path in TEMPLATES]
    code = (ROOT.parent / "verify" / "wording.py").read_text()
    used = {name for text in texts for name in re.findall(r"<c-icon\.([a-z_]+)", text)}
    used |= {name for name in re.findall(r'"([a-z_]+)"', code) if name in ICONS}
    assert used == ICONS


def test_whatever_is_bundled_brings_its_licence():
    assert "ISC License" in (ROOT / "components" / "icon" / "LICENSE.txt").read_text()
    assert "SIL Open Font License" in (ROOT.parent / "static" / "fonts" / "OFL.txt").read_text()
