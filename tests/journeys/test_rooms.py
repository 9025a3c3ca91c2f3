"""The rooms of the staff on a phone: a sheet that opens by touch or key, without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journeys import accessibility
from journeys.browsing import DESKTOP, Visitor, visiting
from journeys.keyboard import press
from journeys.site import Site

pytestmark = pytest.mark.browser

_PHONES = {"phone": 390, "smallest": 320}


@pytest.fixture(scope="module")
def staff(browser: Browser, site: Site) -> Iterator[Visitor]:
    """The administrator, who has every room; axe may look over their shoulder."""
    with visiting(browser, site) as administrator:
        administrator.sign_in()
        yield administrator


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("phone", _PHONES)
def test_the_sheet_has_every_room_and_nothing_lies_outside(
    phone: str, direction: str, staff: Visitor
) -> None:
    page = _on(staff, _PHONES[phone])
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    staff.shoot(f"rooms/{phone}-{direction}-closed")
    page.get_by_role("button", name="Menu").click()
    current = page.get_by_role("link", name="Keys", exact=True)
    expect(current).to_have_attribute("aria-current", "page")
    for room in _rooms(page).all():
        expect(room).to_be_in_viewport(ratio=1)
    staff.page.screenshot(path=staff.shots(f"rooms/{phone}-{direction}"))
    accessibility.bring(page)
    assert accessibility.violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") == _PHONES[phone]


def test_keys_open_it_lead_into_it_and_close_it(staff: Visitor) -> None:
    page = _on(staff, 390)
    opens = page.get_by_role("button", name="Menu")
    press(page, opens, "Enter")
    page.keyboard.press("Tab")
    expect(_rooms(page).first.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(_rooms(page).first).to_be_hidden()
    expect(opens).to_be_focused()


def test_a_room_is_entered_without_a_script(browser: Browser, site: Site) -> None:
    with visiting(browser, site, java_script_enabled=False) as administrator:
        administrator.sign_in()
        page = _on(administrator, 390)
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Waiting", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Waiting certificates")


def test_beside_a_wide_page_the_rooms_are_always_there(staff: Visitor) -> None:
    page = _on(staff, DESKTOP["width"])
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("link", name="Keys", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Your account")).to_have_count(1)  # In the bar alone.
    staff.shoot("rooms/desktop")


def _on(staff: Visitor, width: int) -> Page:
    staff.page.set_viewport_size({"width": width, "height": 640 if width < 390 else 844})
    staff.go("/staff/keys")
    return staff.page


def _rooms(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main").locator("li")
