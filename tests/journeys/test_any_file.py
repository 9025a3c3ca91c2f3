"""Somebody who was sent a certificate drops it on the first page, and reads what it is."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys import looking
from journeys.browsing import Visitor, visiting
from journeys.pages import AddressOf
from journeys.site import Site
from pdf_attacks import ATTACKS

pytestmark = pytest.mark.browser

_DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  const zone = document.getElementById("verify-file");
  for (const kind of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true }));
  }
}"""


@pytest.fixture(scope="module")
def of_the_register(browser: Browser, site: Site, address_of: AddressOf) -> Callable[[str], bytes]:
    """The oldest valid certificate of a course, in one of its forms."""

    def fetched(ending: str) -> bytes:
        with visiting(browser, site) as anyone:
            return anyone.page.request.get(f"{address_of('valid', 'mel')}.{ending}").body()

    return fetched


def _choose(anyone: Visitor, content: bytes, folder: Path, name: str) -> None:
    file = folder / name
    file.write_bytes(content)
    anyone.go("/verify")
    anyone.page.get_by_label("Or a file").set_input_files(file)
    anyone.page.get_by_role("button", name="Verify the file").click()


def _ask_the_register(anyone: Visitor) -> None:
    """With a script, the browser has looked at it first."""
    anyone.page.get_by_role("button", name="Ask the register").click()
    anyone.page.wait_for_url(re.compile("/verify/file$"))


def test_a_pdf_is_dropped_and_valid(
    visitor: Visitor, of_the_register: Callable[..., bytes]
) -> None:
    visitor.go("/")
    content = base64.b64encode(of_the_register("pdf")).decode()
    visitor.page.evaluate(_DROP, ["certificate.pdf", content])
    _ask_the_register(visitor)
    verdict = visitor.page.get_by_role("status", name="This certificate is valid")
    expect(verdict).to_have_class("verdict good")
    expect(visitor.page.locator(".checks .good")).to_have_count(4)
    assert visitor.page.context.cookies() == []
    assert visitor.complaints == []


def test_an_edited_pdf_is_told_from_the_one_that_was_issued(
    visit: Callable[..., Visitor], of_the_register: Callable[..., bytes], tmp_path: Path
) -> None:
    anyone = visit(java_script_enabled=False)
    genuine = of_the_register("pdf")
    _choose(anyone, ATTACKS["free text"](genuine, genuine), tmp_path, "certificate.pdf")
    expect(anyone.page.get_by_role("status", name="This file was altered")).to_be_visible()
    expect(anyone.page.get_by_text("Something was laid over a page")).to_be_visible()
    anyone.page.get_by_role("link", name="What the register says of").click()
    expect(anyone.page.get_by_role("status", name="This certificate is valid")).to_be_visible()


def test_a_changed_name_is_shown_beside_the_right_one_and_others_are_unknown(
    browser: Browser, site: Site, of_the_register: Callable[..., bytes], tmp_path: Path
) -> None:
    document = json.loads(of_the_register("json"))
    name = document["credentialSubject"]["name"]
    changed = document | {"credentialSubject": document["credentialSubject"] | {"name": "Mallory"}}
    foreign = document | {
        "id": "https://elsewhere.example/c/1",
        "issuer": "did:web:elsewhere.example",
    }
    with visiting(browser, site) as anyone:
        _choose(anyone, json.dumps(changed).encode(), tmp_path, "credential.json")
        _ask_the_register(anyone)
        differs = anyone.page.get_by_role("region", name="What differs")
        expect(differs).to_contain_text(re.compile(f"The register says {name}.*Mallory", re.DOTALL))
        assert looking.keeps_out(anyone, "verify-file/altered") == []
        assert looking.overflows(anyone) == []
        _choose(anyone, json.dumps(foreign).encode(), tmp_path, "credential.json")
        _ask_the_register(anyone)
        verdict = anyone.page.get_by_role("status", name="Unknown: not issued by us")
        expect(verdict).to_have_class("verdict mute")
        _choose(anyone, of_the_register("png"), tmp_path, "certificate.png")
        _ask_the_register(anyone)
        expect(anyone.page.get_by_role("status", name="This certificate is valid")).to_be_visible()
        assert looking.keeps_out(anyone, "verify-file/valid") == []
