"""The main jobs without a mouse: every step by Tab, Enter and Space, the focus always in sight."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from journeys import completions
from journeys.browsing import Visitor
from journeys.keyboard import comes_round, press, tab_to, type_into
from journeys.site import Site

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
    number = _find(visitor)
    _revoke(page, number)
    _verify(visitor, number)

    assert visitor.complaints == []


def test_the_first_tab_leads_past_the_navigation(staff: Visitor) -> None:
    press(staff.page, staff.page.get_by_role("link", name="Skip to content"))
    tab_to(staff.page, staff.page.locator("main").get_by_role("link").first)


def test_a_learner_downloads_and_shares(visitor: Visitor, site: Site) -> None:
    """What strangers see is chosen, and is as it was at the end."""
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.go(_said(site, _A_HOLDER))
    comes_round(page)
    press(page, page.get_by_role("list", name="Certificates").get_by_role("link").first)
    page.wait_for_url("**/me/courses/*")
    comes_round(page)
    visitor.go(page.url)
    _copy_the_link(page)
    _take_the_paper(page)
    for choice in ("Initials only", "The whole name"):
        _let_strangers_see(page, choice)
    _agree_to_a_page_and_take_it_back(visitor)
    assert visitor.complaints == []


def test_a_reviewer_approves_content(visitor: Visitor, site: Site) -> None:
    site.runs(_A_REVIEW)
    page = visitor.page
    visitor.site = replace(site, email="femi@example.test", password="correct horse battery")
    visitor.go("/staff/approvals")
    _sign_in(visitor, "/staff/approvals")
    row = page.get_by_role("listitem").filter(has_text="Work at Heights, version 1")
    press(page, row.get_by_role("link", name="Review"))
    page.wait_for_url("**/approval")
    for yes in page.get_by_role("radio", name="Yes").all():
        press(page, yes, "Space")
    press(page, page.get_by_label("I have read this version."), "Space")
    press(page, page.get_by_role("button", name="Approve as subject expert"))
    mine = page.get_by_role("listitem").filter(has_text="Subject expert")
    expect(mine.first).to_contain_text("Yes")
    comes_round(page)
    assert visitor.complaints == []


_A_HOLDER = """
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.links import entrance_url
kept = Credential.objects.current().kept().filter(revoked_at=None, suspended_at=None, showing=None)
valid = kept.filter(is_specimen=False, valid_until=None, printed_at__isnull=False)
print(entrance_url(valid.order_by("pk").last().award.enrolment.person))
"""
_A_REVIEW = """
from cast import a_draft
from reviewing import submitted
submitted(a_draft("heights", title="Work at Heights"))
"""


def _said(site: Site, statement: str) -> str:
    """The address that it prints, without the host."""
    ended = site.clerk.python(statement)
    assert ended.returncode == 0, ended.stderr
    return urlsplit(ended.stdout.split()[-1]).path


def _copy_the_link(page: Page) -> None:
    number = page.get_by_role("link", name="Open certificate")
    leads_to = str(number.get_attribute("href"))
    press(page, page.get_by_role("button", name="Copy link"))
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert str(page.evaluate("navigator.clipboard.readText()")).endswith(leads_to)


def _take_the_paper(page: Page) -> None:
    with page.expect_download() as taken:
        press(page, page.get_by_role("link", name="PDF").last)
    assert taken.value.suggested_filename.endswith(".pdf")
    assert taken.value.path().read_bytes()[:5] == b"%PDF-"


def _let_strangers_see(page: Page, choice: str) -> None:
    """Of a group of choices Tab stops at the one that holds; the arrows lead to the others."""
    wanted = page.get_by_role("radio", name=choice)
    tab_to(page, page.get_by_role("radio", checked=True))
    page.keyboard.press("ArrowDown" if choice == "Initials only" else "ArrowUp")
    expect(wanted).to_be_checked()
    with page.expect_navigation():
        press(page, page.get_by_role("button", name="Save"))
    expect(wanted).to_be_checked()


def _agree_to_a_page_and_take_it_back(visitor: Visitor) -> None:
    page = visitor.page
    press(page, page.get_by_role("link", name="Privacy and profile"))
    page.wait_for_url("**/me/privacy")
    comes_round(page)
    own = page.get_by_role("region", name="A public profile page")
    press(page, own.get_by_role("button", name="I agree"), "Space")
    shown = own.get_by_role("link")
    expect(shown).to_be_visible()
    press(page, shown)
    page.wait_for_url("**/people/*")
    expect(page.get_by_role("listitem").first).to_be_visible()
    address = page.url
    visitor.go("/me/privacy")
    press(page, own.get_by_role("button", name="Withdraw"), "Space")
    expect(own.get_by_text("Withdrawn on")).to_be_visible()
    gone = visitor.go(address)
    assert gone is not None
    assert gone.status == 404
    visitor.complaints = [line for line in visitor.complaints if "404" not in line]


def _sign_in(visitor: Visitor, where: str = "/staff/") -> None:
    page = visitor.page
    type_into(page, page.get_by_label("E-mail"), visitor.site.email)
    type_into(page, page.get_by_label("Password"), visitor.site.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.site.address}{where}")


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


def _find(visitor: Visitor) -> str:
    """The learner's certificate, by the search field of every page. Returns its number."""
    page = visitor.page
    type_into(page, page.get_by_role("searchbox"), _LEARNER)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/find?*")
    press(page, page.get_by_role("link", name="All certificates with these words"))
    page.wait_for_url("**/staff/certificates?*")
    row = page.get_by_role("row", name=_LEARNER)
    visitor.reload_until(row)
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
