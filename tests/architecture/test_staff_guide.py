"""The guide for staff names pages, buttons and commands as they are, and sends nobody astray."""

import re
from functools import cache
from html import unescape

import pytest
from django.urls import Resolver404, resolve

from architecture.sources import ROOT, SOURCES
from architecture.test_docs import commands
from conferral.foundation.accounts.roles import Role

GUIDE = (ROOT / "docs" / "staff.md").read_text()
_TEMPLATES = ROOT / "src" / "conferral" / "web" / "templates"
_ON_SCREEN = re.compile(r"(?<!\*)\*([^*\n]+(?:\n[^*\n]+)*)\*(?!\*)")
_ADDRESS = re.compile(r"`(/[^`]*)`")
_COMMAND = re.compile(r"`(conferral [^`]+)`")


def named(pattern: re.Pattern[str]) -> list[str]:
    """What the guide names, each once, on one line."""
    return sorted({" ".join(found.split()) for found in pattern.findall(GUIDE)})


@pytest.mark.parametrize("address", named(_ADDRESS))
def test_every_page_that_the_guide_names_exists(address):
    try:
        resolve(address.replace("CODE", "first-aid"))
    except Resolver404:
        pytest.fail(f"There is no page {address}.")


@pytest.mark.parametrize("command", named(_COMMAND))
def test_every_command_that_the_guide_names_exists(command):
    assert any(f"{command} ".startswith(f"{known} ") for known in commands())


@pytest.mark.parametrize("words", named(_ON_SCREEN))
def test_every_word_in_italics_stands_on_a_page(words):
    missing = [part for part in words.split(" → ") if part.casefold() not in on_pages()]
    assert missing == []


def test_every_role_has_its_line():
    rows = re.findall(r"^\| ([a-z ]+) \|", GUIDE, re.MULTILINE)
    assert {str(role) for role in Role} <= set(rows)


def test_every_link_inside_the_guide_leads_somewhere():
    titles = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    anchors = {title.lower().replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) == anchors


def test_every_paper_that_the_guide_points_to_exists():
    papers = re.findall(r"\]\(([\w./-]+\.md)\)", GUIDE)
    assert papers
    assert [paper for paper in papers if not (ROOT / "docs" / paper).exists()] == []


@cache
def on_pages() -> str:
    """All words of templates, forms and labels, in small letters, without the tags."""
    pages = " ".join(path.read_text() for path in sorted(_TEMPLATES.rglob("*.html")))
    plain = re.sub(r"<[^>]*>|\{[%#].*?[%#]\}", " ", pages)
    forms = " ".join(source.text for source in SOURCES if "/web/" in str(source.path))
    states = " ".join(source.text for source in SOURCES if source.path.name == "models.py")
    return " ".join(unescape(f"{plain} {forms} {states}").casefold().split())
