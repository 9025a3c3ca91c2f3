"""The published site does what it is for: it verifies when nobody of ours is there any more.

From a disk with the network switched off, and as plain files at the address on the paper.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from journeys.accessibility import bring, violations
from journeys.browsing import SHOTS
from journeys.pages import AddressOf
from paper import Paper

pytestmark = pytest.mark.browser

_GENUINE = "specimen"  # All four lights have passed, in a demonstration.
_PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def files(copy: Path, address_of: AddressOf) -> Path:
    """What a holder has kept, from before the server was switched off."""
    kept = copy.parent
    for ending in ("pdf", "png", "json", "svg"):
        with urlopen(f"{address_of('valid')}.{ending}") as answer:
            (kept / f"kept.{ending}").write_bytes(answer.read())
    text = (kept / "kept.json").read_text()
    (kept / "forged.json").write_text(text.replace('"name": "', '"name": "Sir ', 1))
    (kept / "forged.pdf").write_bytes((kept / "kept.pdf").read_bytes() + b"% one more line\n")
    return kept


@pytest.fixture
def page(browser: Browser, copy: Path) -> Iterator[Page]:
    """From a disk, with no network; whatever it says or asks for elsewhere is a complaint."""
    complaints: list[str] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: _note(asked.url, copy.as_uri(), complaints))
    page.goto(f"{copy.as_uri()}/index.html")
    yield page
    context.close()
    assert complaints == []


def _note(url: str, root: str, complaints: list[str]) -> None:
    if not url.startswith((root, "data:", "blob:")):
        complaints.append(f"asked for {url}")


def test_a_kept_certificate_is_verified_from_a_disk_with_the_network_off(
    page: Page, files: Path
) -> None:
    for name in ("kept.json", "kept.svg", "kept.png", "kept.pdf"):
        assert _outcome(page, files / name) == _GENUINE, name
    page.screenshot(path=SHOTS / "without-us-disk.png", full_page=True)
    assert _outcome(page, files / "forged.pdf") == "failed"
    assert _outcome(page, files / "forged.json") == "not checked"  # Or newer than the copy.


def test_a_printed_code_still_leads_to_an_answer(
    browser: Browser, copy: Path, files: Path, tmp_path: Path
) -> None:
    """Files alone are served at the address on the paper, as README.txt says it."""
    scanned = Paper.of((files / "kept.pdf").read_bytes(), tmp_path).qr()
    page = browser.new_page()
    page.route("**/*", lambda asked: _give(asked, copy))
    page.goto(scanned)
    result = page.locator("#verify-result[data-outcome]")
    expect(result).to_have_attribute("data-outcome", _GENUINE)
    page.screenshot(path=SHOTS / "without-us-code.png", full_page=True)
    page.close()


def _give(asked: Route, copy: Path) -> None:
    place = copy / urlsplit(asked.request.url).path.lstrip("/")
    if place.is_file():
        asked.fulfill(path=place)
    else:
        asked.fulfill(path=copy / "404.html", status=404)


def test_the_achievements_can_be_read_without_us(page: Page, copy: Path) -> None:
    for achievement in sorted(copy.glob("achievements/*/index.html"))[:3]:
        page.goto(achievement.as_uri())
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.screenshot(path=SHOTS / "without-us-achievement.png", full_page=True)


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": _PHONE}])
def test_nobody_is_kept_out(
    browser: Browser, copy: Path, files: Path, look: dict[str, Any]
) -> None:
    context = browser.new_context(**look)
    page = context.new_page()
    page.route("**/*", lambda asked: _give(asked, copy))
    page.goto("http://127.0.0.1/index.html")
    assert _outcome(page, files / "kept.pdf") == _GENUINE
    bring(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=SHOTS / f"without-us-{'-'.join(look) or 'light'}.png", full_page=True)
    context.close()


def _outcome(page: Page, file: Path) -> str | None:
    page.reload()
    page.locator("#file").set_input_files(file)
    result = page.locator("#verify-result[data-outcome]")
    expect(result).to_be_visible()
    return result.get_attribute("data-outcome")
