"""The published site does what it is for: it verifies when nobody of ours is there any more.

From a web server that knows nothing, and from a disk with the network switched off.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.accessibility import bring, violations
from journeys.browsing import SHOTS
from journeys.pages import AddressOf
from journeys.site import Site

pytestmark = pytest.mark.browser

Opened = Callable[[str], Page]
_PLACES = ["a web server", "a disk"]
_PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def copy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "site"
    ended = site.conferral("publish", folder)
    assert ended.returncode == 0, ended.stderr
    return folder


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


@pytest.fixture(scope="module")
def server(copy: Path) -> Iterator[str]:
    handler = partial(_Silent, directory=str(copy))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/index.html"
        running.shutdown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # Theirs.
        pass


@pytest.fixture
def opened(browser: Browser, copy: Path, server: str) -> Iterator[Opened]:
    """Its page, from either place; whatever it asks for elsewhere is a complaint."""
    complaints: list[str] = []
    context = browser.new_context()

    def open_page(place: str) -> Page:
        address = server if place == "a web server" else f"{copy.as_uri()}/index.html"
        root = address.removesuffix("index.html")
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: _note(asked.url, root, complaints))
        context.set_offline(place == "a disk")
        page.goto(address)
        return page

    yield open_page
    context.close()
    assert complaints == []


def _note(url: str, root: str, complaints: list[str]) -> None:
    if not url.startswith((root, "data:", "blob:")):
        complaints.append(f"asked for {url}")


@pytest.mark.parametrize("place", _PLACES)
def test_a_kept_certificate_is_verified_without_us(opened: Opened, files: Path, place: str) -> None:
    page = opened(place)
    for name in ("kept.json", "kept.svg", "kept.png", "kept.pdf"):
        assert _outcome(page, files / name) == "passed", name
    page.screenshot(path=SHOTS / f"without-us-{place.split()[-1]}.png", full_page=True)


@pytest.mark.parametrize("place", _PLACES)
def test_a_forged_one_is_not(opened: Opened, files: Path, place: str) -> None:
    page = opened(place)
    assert _outcome(page, files / "forged.pdf") == "failed"
    assert _outcome(page, files / "forged.json") == "not checked"  # Or newer than the copy.


def test_the_achievements_can_be_read_without_us(opened: Opened, copy: Path) -> None:
    page = opened("a disk")
    for achievement in sorted(copy.glob("achievements/*/index.html"))[:3]:
        page.goto(achievement.as_uri())
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.screenshot(path=SHOTS / "without-us-achievement.png", full_page=True)


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": _PHONE}])
def test_nobody_is_kept_out(
    browser: Browser, server: str, files: Path, look: dict[str, Any]
) -> None:
    context = browser.new_context(bypass_csp=True, **look)
    page = context.new_page()
    page.goto(server)
    assert _outcome(page, files / "kept.pdf") == "passed"
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
