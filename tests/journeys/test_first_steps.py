"""From the first step to a specimen of one’s own; the keys that lead there, and boxes that tick."""

import pytest
from playwright.sync_api import expect

from journeys.browsing import Visitor

pytestmark = pytest.mark.browser


def test_a_specimen_comes_to_whoever_asks_for_one(staff: Visitor) -> None:
    page = staff.page
    staff.go("/staff/first-steps")
    staff.shoot("first-steps/1-begin")
    page.get_by_role("button", name="Issue my specimen").click()
    staff.reload_until(page.get_by_role("link", name="See its page"))
    staff.shoot("first-steps/2-there")
    page.get_by_role("link", name="See its page").click()
    expect(page.get_by_role("main")).to_contain_text("Specimen: ")
    staff.shoot("first-steps/3-page")
    assert staff.complaints == []


def test_keys_lead_everywhere_unless_they_are_switched_off(staff: Visitor) -> None:
    page = staff.page
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/staff/courses")
    page.keyboard.press("j")
    expect(page.locator("tbody tr.is-here")).to_have_count(1)
    page.keyboard.press("Control+k")
    page.keyboard.type("dlamini")
    expect(page.locator("#sheet .hits a").first).to_contain_text("Dlamini")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_contain_text("Next and previous row")
    page.locator("#sheet").get_by_role("button", name="Switch keys of one letter off").click()
    page.wait_for_url("**/staff/keyboard")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    assert staff.complaints == []


def test_one_box_ticks_a_page_and_what_can_be_done_stays_in_sight(staff: Visitor) -> None:
    page = staff.page
    staff.go("/staff/certificates")
    boxes = page.locator("tbody .tick input")
    page.get_by_label("Tick all on this page").check()
    expect(page.locator("[data-ticked]")).to_have_text(f"{boxes.count()} ticked")
    expect(page.get_by_role("button", name="CSV of those ticked")).to_be_in_viewport()
    boxes.first.uncheck()
    expect(page.locator("[data-ticked]")).to_have_text(f"{boxes.count() - 1} ticked")
    assert staff.complaints == []
