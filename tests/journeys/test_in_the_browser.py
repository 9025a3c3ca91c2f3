"""Checked on one's own device: a dropped file, the code on paper, a copy without a server."""

import http.server
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from journeys import looking
from journeys.browsing import Visitor
from journeys.conftest import Visit
from journeys.pages import AddressOf

pytestmark = pytest.mark.browser

_HALF_A_SECOND = 0.5
_GENUINE = "specimen"  # All four lights have passed, in a demonstration.


@pytest.fixture(scope="module")
def elsewhere(copy: Path) -> Iterator[str]:
    """Any web server: one that knows nothing but files."""
    handler = partial(_Quiet, directory=copy)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def _file(visitor: Visitor, address: str, ending: str, folder: Path) -> Path:
    path = folder / f"certificate.{ending}"
    answer = visitor.page.request.get(f"{address}.{ending}")
    assert answer.ok, answer.status
    path.write_bytes(answer.body())
    return path


def _outcome_of(page: Page, file: Path) -> str:
    """What the page says of it, in a word."""
    page.locator("#file").set_input_files([])  # The same file again would be no change.
    page.evaluate("document.getElementById('verify-result')?.removeAttribute('data-outcome')")
    page.locator("#file").set_input_files(file)
    page.locator("#verify-result[data-outcome]").wait_for()
    return page.locator("#verify-result").get_attribute("data-outcome") or ""


def test_a_pdf_is_checked_here_and_nothing_is_sent(
    visitor: Visitor, address_of: AddressOf, tmp_path: Path
) -> None:
    pdf = _file(visitor, address_of("valid"), "pdf", tmp_path)
    visitor.go("/")
    sent: list[str] = []
    visitor.page.on("request", lambda request: sent.append(request.method))
    assert _outcome_of(visitor.page, pdf) == _GENUINE
    result = visitor.page.locator("#verify-result")
    expect(result).to_contain_text("Specimen, not a real certificate")
    expect(result).to_contain_text("Not changed")
    visitor.shoot("browser/valid-pdf")
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    assert _outcome_of(visitor.page, pdf) == "failed"
    visitor.shoot("browser/altered-pdf")
    assert "POST" not in sent
    assert not visitor.complaints


def test_everybody_can_read_what_was_found(
    visit: Visit, address_of: AddressOf, tmp_path: Path
) -> None:
    visitor = visit()
    pdf = _file(visitor, address_of("valid"), "pdf", tmp_path)
    visitor.go("/")
    _outcome_of(visitor.page, pdf)
    assert looking.keeps_out(visitor, "browser/found") == []
    assert looking.overflows(visitor) == []


def test_a_dropped_pdf_is_answered_at_once(
    visitor: Visitor, address_of: AddressOf, tmp_path: Path
) -> None:
    pdf = _file(visitor, address_of("valid"), "pdf", tmp_path)
    visitor.go("/")
    _outcome_of(visitor.page, pdf)
    taken = []
    for _ in range(5):  # Others want the processor, too.
        start = time.perf_counter()
        _outcome_of(visitor.page, pdf)
        taken.append(time.perf_counter() - start)
        if taken[-1] < _HALF_A_SECOND:
            return
    pytest.fail(f"At best it took {min(taken):.2f} s.")


def test_who_wants_to_hear_the_register_sends_the_file(
    visitor: Visitor, address_of: AddressOf, tmp_path: Path
) -> None:
    visitor.go("/")
    _outcome_of(visitor.page, _file(visitor, address_of("valid"), "json", tmp_path))
    visitor.page.get_by_role("button", name="Ask the register: send the file").click()
    expect(visitor.page.get_by_role("heading", name="What was checked")).to_be_visible()


def test_the_code_on_paper_is_held_against_the_page(
    visitor: Visitor, address_of: AddressOf, tmp_path: Path
) -> None:
    address = address_of("valid")
    link = _link_in(_file(visitor, address, "pdf", tmp_path))
    assert link.startswith(f"{address}#1.")
    fragment = link.partition("#")[2]
    visitor.go(f"{address}#{fragment}")
    proved = "The code is genuine, and of a specimen"
    expect(visitor.page.locator("#qr-proof")).to_contain_text(proved)
    visitor.shoot("browser/proved")
    visitor.go(f"{address}#{fragment[:-1]}{(int(fragment[-1]) + 1) % 10}")
    expect(visitor.page.locator("#qr-proof")).to_contain_text("does not fit")
    assert not visitor.complaints


def _link_in(pdf: Path) -> str:
    """What its QR code says, too."""
    with pikepdf.open(pdf) as paper:
        links = [str(each.A.URI) for each in paper.pages[0].Annots if "/A" in each]
    return links[0]


def test_who_has_scanned_before_scans_without_a_network(
    visitor: Visitor, address_of: AddressOf, tmp_path: Path
) -> None:
    link = _link_in(_file(visitor, address_of("valid", "mel"), "pdf", tmp_path))
    visitor.go(_link_in(_file(visitor, address_of("valid", "first-aid"), "pdf", tmp_path)))
    visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.page.context.set_offline(True)
    visitor.go(link)
    result = visitor.page.locator("#verify-result")
    expect(result).to_contain_text("Status not checked")
    expect(result).to_contain_text("The code says what was signed")
    visitor.shoot("browser/no-network")


def test_a_page_that_says_another_name_is_contradicted(
    visitor: Visitor, address_of: AddressOf, tmp_path: Path
) -> None:
    address = address_of("valid")
    link = _link_in(_file(visitor, address, "pdf", tmp_path))

    def lie(route):  # type: ignore[no-untyped-def]
        answer = route.fetch()
        name = '<dd class="large"><bdi>'
        route.fulfill(response=answer, body=answer.text().replace(name, f"{name}Not "))

    visitor.page.route(address, lie)
    visitor.go(f"{address}#{link.partition('#')[2]}")
    expect(visitor.page.locator("#qr-proof")).to_contain_text("The code and this page disagree")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("This page says: ")
    visitor.shoot("browser/disagree")


def test_a_copy_on_any_server_checks_files(
    visitor: Visitor, elsewhere: str, address_of: AddressOf, tmp_path: Path
) -> None:
    endings = ("pdf", "png", "svg", "json")
    files = [_file(visitor, address_of("valid"), ending, tmp_path) for ending in endings]
    visitor.go(f"{elsewhere}/index.html")
    assert [_outcome_of(visitor.page, file) for file in files] == [_GENUINE] * 4
    assert not visitor.complaints


def test_a_copy_on_a_disk_checks_without_a_network(
    visit: Visit, copy: Path, address_of: AddressOf, tmp_path: Path
) -> None:
    visitor = visit()
    files = [_file(visitor, address_of("valid"), ending, tmp_path) for ending in ("pdf", "png")]
    link = _link_in(files[0])
    visitor.page.context.set_offline(True)
    visitor.go((copy / "index.html").as_uri())
    assert [_outcome_of(visitor.page, file) for file in files] == [_GENUINE, _GENUINE]
    visitor.shoot("browser/on-a-disk")
    visitor.page.locator("#link").fill(link)
    visitor.page.get_by_role("button", name="Check", exact=True).click()
    expect(visitor.page.locator("#verify-result")).to_contain_text("The code says what was signed")
    assert not visitor.complaints


def test_an_old_browser_says_so_and_sends(
    visit: Visit, address_of: AddressOf, tmp_path: Path
) -> None:
    visitor = visit()
    visitor.page.add_init_script("delete globalThis.DecompressionStream")
    file = _file(visitor, address_of("valid"), "json", tmp_path)
    visitor.go("/")
    expect(visitor.page.locator("#verify-result")).to_contain_text("cannot check it by itself")
    visitor.page.locator("#file").set_input_files(file)
    visitor.page.get_by_role("button", name="Verify the file").click()
    expect(visitor.page.get_by_role("heading", name="What was checked")).to_be_visible()


_A_CAMERA = """
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "https://look-alike.example/c/SP-7K3M9-QXD2H-8WNC" }]; }
};
const canvas = document.createElement("canvas");
const paper = canvas.getContext("2d");
setInterval(() => paper.fillRect(0, 0, Math.random() * 9, 9), 50);
navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
"""


def test_a_code_that_leads_to_another_house_is_called_out(visitor: Visitor) -> None:
    visitor.page.add_init_script(_A_CAMERA)
    visitor.go("/")
    visitor.page.get_by_role("button", name="Scan with the camera").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("This code leads elsewhere")
    visitor.shoot("browser/elsewhere")
