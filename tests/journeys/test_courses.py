"""An author makes a course and edits it; a second author is told, and loses nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from journeys.browsing import Visitor
from journeys.conftest import SignedIn
from journeys.site import Site

pytestmark = pytest.mark.browser

_STAFF = """
from cast import a_member
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Role
house = Organization.objects.get()
for name, role in (
    ("Bruno Author", Role.AUTHOR),
    ("Andile Author", Role.AUTHOR),
    ("Chika Expert", Role.EXPERT),
    ("Dumisa Trainer", Role.TRAINER),
):
    a_member(name, role, house)
"""
_LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def test_two_authors_make_a_course_and_submit_it(signed_in: SignedIn, site: Site) -> None:
    site.runs(_STAFF)
    bruno, andile = signed_in("Bruno"), signed_in("Andile")
    _make(bruno)
    _add_an_exam(bruno)
    _open_facts(bruno)
    _open_facts(andile)
    _save_first(andile)
    _is_told(bruno)
    _save_once_more(bruno)
    _submit(bruno)
    told = site.conferral("courses", "show", "cold-chain")
    assert "Vaccine Cold Chain, version 1 (in review)" in told.stdout
    assert "hours: 12" in told.stdout
    assert "level: NQF level 3" in told.stdout


def test_a_brand_is_looked_at_before_it_is_kept(staff: Visitor, tmp_path: Path) -> None:
    page = staff.page
    logo = tmp_path / "logo.svg"
    logo.write_text(_LOGO.replace("<path", '<path onclick="x()"'))
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Registration").fill("Registered provider 7")
    page.get_by_label("Logo", exact=True).set_input_files(logo)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator("main")).to_contain_text("The drawing holds a script (onclick)")
    logo.write_text(_LOGO)
    page.get_by_label("Logo", exact=True).set_input_files(logo)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("heading", name="As it would look")).to_be_visible()
    staff.shoot("courses/5-brand")
    staff.go("/staff/settings")
    expect(page.get_by_label("Registration")).not_to_have_value("Registered provider 7")


def _make(author: Visitor) -> None:
    page = author.page
    author.go("/staff/courses")
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title").fill("Cold Chain")
    page.get_by_label("Description").fill("Vaccines, from the store to the child.")
    page.get_by_label("Modules").fill("Fridges\nTransport")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name="Cold Chain", level=1)).to_be_visible()
    author.shoot("courses/1-draft")


def _add_an_exam(author: Visitor) -> None:
    page = author.page
    page.get_by_role("link", name="Edit the modules").click()
    page.get_by_label("Title, row 3").fill("Final exam")
    page.get_by_label("Kind, row 3").select_option("exam")
    page.get_by_label("Position, row 3").fill("1")
    page.get_by_role("button", name="Save").click()
    rows = page.get_by_role("region", name="Modules").get_by_role("rowheader")
    expect(rows).to_have_text(["Final exam", "Fridges", "Transport"])
    expect(page.locator("main")).to_contain_text("Complete “Final exam”")


def _open_facts(author: Visitor) -> None:
    author.go("/staff/courses/cold-chain/versions/1/facts")


def _save_first(author: Visitor) -> None:
    author.page.get_by_label("Title", exact=True).fill("Vaccine Cold Chain")
    author.page.get_by_label("Learning hours").fill("16")
    author.page.get_by_role("button", name="Save").click()
    author.page.wait_for_url("**/versions/1")


def _is_told(author: Visitor) -> None:
    page = author.page
    page.get_by_label("Learning hours").fill("12")
    page.get_by_label("Level").fill("NQF level 3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Andile Author changed title, learning hours")
    theirs_and_ours = page.get_by_role("region", name="What you would change").get_by_role("row")
    expect(theirs_and_ours.filter(has_text="Learning hours")).to_contain_text("16")
    expect(page.get_by_label("Learning hours")).to_have_value("12")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Vaccine Cold Chain")
    author.shoot("courses/2-told")


def _save_once_more(author: Visitor) -> None:
    author.page.get_by_role("button", name="Save").click()
    author.page.wait_for_url("**/versions/1")
    expect(author.page.locator("main")).to_contain_text("12 learning hours")
    author.shoot("courses/3-saved")


def _submit(author: Visitor) -> None:
    author.page.get_by_role("link", name="Submit for review").click()
    author.page.get_by_role("button", name="Submit").click()
    author.go("/staff/courses/cold-chain/versions/1")
    expect(author.page.locator("h1 + p .chip")).to_have_text("In review")
    author.shoot("courses/4-in-review")
