"""The administrator puts a letter into other words, looks at it, and takes it back."""

import pytest
from playwright.sync_api import FrameLocator, expect

from journeys.browsing import Visitor

pytestmark = pytest.mark.browser


def test_a_letter_is_reworded_looked_at_and_taken_back(staff: Visitor) -> None:
    page, heading = staff.page, staff.page.get_by_label("Heading")
    staff.go("/staff/settings/letters")
    page.get_by_role("link", name="Your certificate is ready").click()
    _says(_preview(staff), "Congratulations, Nomvula. Your certificate is ready.")
    heading.fill("Well done, {{ first_name }}!")
    page.get_by_role("button", name="Preview", exact=True).click()
    _says(_preview(staff), "Well done, Nomvula!")
    expect(_preview(staff).get_by_role("img")).to_be_visible()
    page.get_by_role("button", name="As plain text").click()
    expect(_preview(staff).locator("pre")).to_contain_text("Open my certificate: https://")
    heading.fill("Well done, {{ nobody }}!")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is no variable “nobody”. There are: first_name")).to_be_visible()
    heading.fill("Well done, {{ first_name }}!")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    _says(_preview(staff), "Well done, Nomvula!")
    page.locator("iframe").screenshot(path=staff.shots("journeys/letter-preview"), quality=80)
    staff.shoot("journeys/letter-words")
    page.get_by_role("button", name="Say what was given").click()
    expect(page.get_by_text("As given")).to_be_visible()
    assert [said for said in staff.complaints if "422" not in said] == []


def _preview(staff: Visitor) -> FrameLocator:
    return staff.page.frame_locator("iframe[name=preview]")


def _says(letter: FrameLocator, heading: str) -> None:
    expect(letter.get_by_role("heading", level=1)).to_have_text(heading)
