"""The main job without a mouse: every step by Tab, Enter and Space, the focus always in sight."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys import completions
from journeys.browsing import Visitor
from journeys.keyboard import press, tab_to, type_into

pytestmark = pytest.mark.browser

_LEARNER = "Keneilwe Tsotetsi"
_TRAVELS_WITHIN = 60_000  # Milliseconds.


def test_the_main_job_needs_no_mouse(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    file = completions.written(tmp_path, completions.a_report([_LEARNER]))

    visitor.go("/staff/")
    _sign_in(visitor)
    _upload(page, file)
    press(page, page.get_by_role("button", name="Confirm"), "Space")
    done = page.get_by_role("heading", name="Done", exact=True)
    expect(done).to_be_visible(timeout=_TRAVELS_WITHIN)
    number = _find(page)
    _revoke(page, number)
    _verify(visitor, number)

    assert visitor.complaints == []


def test_the_first_tab_leads_past_the_navigation(staff: Visitor) -> None:
    press(staff.page, staff.page.get_by_role("link", name="Skip to content"))
    tab_to(staff.page, staff.page.locator("main").get_by_role("link").first)


def _sign_in(visitor: Visitor) -> None:
    page = visitor.page
    type_into(page, page.get_by_label("E-mail"), visitor.site.email)
    type_into(page, page.get_by_label("Password"), visitor.site.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.site.address}/staff/")


def _upload(page: Page, file: Path) -> None:
    press(page, page.get_by_role("link", name="Issue", exact=True))
    page.wait_for_url("**/staff/issue")
    press(page, page.get_by_role("link", name="Upload", exact=True))
    page.wait_for_url("**/imports/new")
    type_into(page, page.get_by_label("Course", exact=True), "Workplace")
    with page.expect_file_chooser() as chooser:
        press(page, page.get_by_label("File", exact=True), "Enter")
    chooser.value.set_files(file)
    press(page, page.get_by_role("button", name="Look at it"))
    expect(page.get_by_role("button", name="Confirm")).to_be_visible()


def _find(page: Page) -> str:
    """The learner's certificate, by the search field of every page. Returns its number."""
    type_into(page, page.get_by_role("searchbox"), _LEARNER)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/find?*")
    press(page, page.get_by_role("link", name="All certificates with these words"))
    page.wait_for_url("**/staff/certificates?*")
    row = page.get_by_role("row", name=_LEARNER)
    expect(row).to_be_visible()
    number = row.get_by_role("link")
    text = number.inner_text()
    press(page, number)
    page.wait_for_url(f"**/{text}")
    return text


def _revoke(page: Page, number: str) -> None:
    fold = page.locator("details", has_text="Revoke this certificate")
    press(page, fold.locator("summary"), "Space")
    type_into(page, fold.get_by_label("Reason"), "Issued")
    type_into(page, fold.get_by_label("Type the certificate number"), number)
    press(page, fold.get_by_role("button", name="Revoke for good"), "Space")
    expect(page.locator("h1 + p .chip", has_text="Revoked")).to_be_visible()


def _verify(visitor: Visitor, number: str) -> None:
    visitor.go("/")
    type_into(visitor.page, visitor.page.get_by_label("Certificate number"), number.lower())
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("status")).to_contain_text("Revoked on")
