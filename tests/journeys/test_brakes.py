"""A batch issued by mistake is stopped in the undo window, before anybody has read of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from journeys import looking
from journeys.browsing import Visitor, eventually, visiting
from journeys.site import Site

pytestmark = pytest.mark.browser

_SCENE = """
from cast import a_course, dara
from waiting import earned
dara()
earned(a_course("rigging", title="Rigging"), 3)
"""


@pytest.fixture(scope="module")
def dara(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The registrar, while letters wait for ten minutes; axe may look over her shoulder."""
    site.conferral("brakes", "set", "undo_minutes=10")
    site.runs(_SCENE)
    with visiting(browser, site, bypass_csp=True) as registrar:
        registrar.site = replace(site, email="dara@example.test", password="correct horse battery")
        registrar.sign_in()
        yield registrar
    site.conferral("brakes", "set", "undo_minutes=0")


def test_a_registrar_stops_what_was_issued_by_mistake(dara: Visitor, site: Site) -> None:
    page = dara.page
    eventually(lambda: site.issued("rigging") == 3)
    dara.go("/staff/just-issued")
    row = page.get_by_role("row").filter(has_text="Rigging")
    expect(row).to_contain_text("3")
    expect(row).to_contain_text("in 9")
    _everybody_can_use(dara, "brakes/1-just-issued")

    row.get_by_role("link", name="Stop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop 3 certificates?")
    _everybody_can_use(dara, "brakes/2-stop")
    address = page.get_by_role("region", name="Certificates to stop").get_by_role("link").first
    number = address.text_content()
    page.get_by_role("button", name="Stop 3").click()
    expect(page.get_by_role("status")).to_contain_text("3 stopped.")

    dara.go(f"/c/{number}")
    dara.reload_until("It was issued by mistake.")
    dara.shoot("brakes/3-public-page")
    dara.go("/outbox/")
    expect(page.get_by_text("Rigging")).to_have_count(0)


def _everybody_can_use(visitor: Visitor, name: str) -> None:
    assert looking.keeps_out(visitor, name) + looking.overflows(visitor) == []
